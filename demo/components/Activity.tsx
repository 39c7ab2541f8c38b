import type { Mint } from '../hooks/useMints.ts'
import { ActivityItem } from './ActivityItem.tsx'

/** Every click and what became of it. */
export function Activity({ mints }: { mints: readonly Mint[] }) {
  return (
    <section className="card" aria-labelledby="activity-title">
      <h2 id="activity-title">Activity</h2>
      {mints.length === 0 ? (
        <p className="empty">Each mint shows up here with its hash.</p>
      ) : (
        <ol className="activity" reversed>
          {mints.map((mint) => (
            <ActivityItem key={mint.id} mint={mint} />
          ))}
        </ol>
      )}
    </section>
  )
}

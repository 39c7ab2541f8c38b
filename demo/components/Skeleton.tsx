/** Holds the place of what is being loaded. */
export function Skeleton({ label }: { label: string }) {
  return (
    <div className="skeleton" role="status">
      <span className="sr">{label}…</span>
    </div>
  )
}

import { type PolicySessionStatus, useRevokeSessions, useSessions } from 'grantkit'
import { useState } from 'react'
import { describeError } from '../app/describeError.ts'
import { useShop } from '../hooks/useShop.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { SessionCard } from './SessionCard.tsx'

interface PermissionsProps {
  /** How it stands with what this page asks for. */
  status: PolicySessionStatus
  onAsk(): void
}

/** What this page may do in the user's name, and the way to end it. */
export function Permissions({ status, onAsk }: PermissionsProps) {
  const { chainId } = useShop()
  const { data: sessions, error, refetch } = useSessions({ chainId })
  const { mutate: revoke, variables, isPending, error: revokeError } = useRevokeSessions()
  const [phase, setPhase] = useState<string>()
  const newestFirst = [...(sessions ?? [])].reverse()
  const isOver = (it: string) => it === 'REVOKED' || it === 'EXPIRED'
  const live = newestFirst.filter((session) => !isOver(session.status))
  const ended = newestFirst.filter((session) => isOver(session.status))
  const end = (sessionIds: readonly string[] | 'all') => {
    setPhase('preparing')
    revoke({ sessionIds, chainId, onProgress: (progress) => setPhase(progress.phase) })
  }
  const words = phase === 'submitted' ? 'Revoking on the chain…' : 'Check your wallet…'
  const isEnding = (id: string) =>
    isPending && (variables?.sessionIds === 'all' || variables?.sessionIds.includes(id) === true)

  return (
    <section className="card" aria-labelledby="permissions-title" id="permissions">
      <div className="card-head">
        <h2 id="permissions-title">What this page may do</h2>
        {live.length > 0 && (
          <button
            type="button"
            className="button small danger"
            disabled={isPending || live.every(({ status }) => status === 'PENDING')}
            onClick={() => end('all')}
          >
            Revoke all
          </button>
        )}
      </div>
      {error && !sessions && (
        <ErrorNote error={error} action={{ label: 'Read again', onClick: () => void refetch() }} />
      )}
      {!error && !sessions && <p className="empty">Loading…</p>}
      {sessions && live.length === 0 && (
        <p className="empty">
          {ended.length === 0 ? 'Nothing yet. It has to ask you first.' : 'Nothing any more.'}
        </p>
      )}
      {live.length > 0 && (
        <ul className="sessions">
          {live.map((session) => (
            <SessionCard
              key={session.id}
              session={session}
              ending={isEnding(session.id) ? words : undefined}
              isBusy={isPending}
              onRevoke={() => end([session.id])}
            />
          ))}
        </ul>
      )}
      {revokeError && !isPending && live.length > 0 && (
        <ErrorNote
          error={revokeError}
          next={
            describeError(revokeError).isDeclined
              ? 'The permission is as it was. You can revoke it at any time.'
              : undefined
          }
        />
      )}
      {ended.length > 0 && status !== 'ACTIVE' && (
        <button type="button" className="button small" onClick={onAsk}>
          Give a new permission
        </button>
      )}
      {ended.length > 0 && (
        <details className="ended">
          <summary>Ended ({ended.length})</summary>
          <ul className="sessions">
            {ended.map((session) => (
              <SessionCard key={session.id} session={session} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

import type { Session } from 'grantkit'
import { PolicySummary, SessionExpiry, SessionStatusBadge } from 'grantkit/ui'
import { CopyHex } from './CopyHex.tsx'

interface SessionCardProps {
  session: Session
  /** Where its revocation stands. */
  ending?: string | undefined
  isBusy?: boolean | undefined
  /** Missing for a session that is over. */
  onRevoke?: (() => void) | undefined
}

/** One session: how it stands, what it allows, until when, and the way to end it. */
export function SessionCard({ session, ending, isBusy, onRevoke }: SessionCardProps) {
  return (
    <li className="session" data-session={session.id} data-status={session.status}>
      <div className="session-head">
        <SessionStatusBadge session={session} />
        {session.status === 'PENDING' && <span className="quiet">Waiting for your approval</span>}
        {onRevoke && session.status !== 'PENDING' && (
          <button
            type="button"
            className="button small danger"
            disabled={isBusy}
            onClick={onRevoke}
          >
            {ending ?? 'Revoke'}
          </button>
        )}
      </div>
      <PolicySummary session={session} />
      <div className="session-foot">
        <SessionExpiry session={session} />
        <span>
          key <CopyHex value={session.keyAddress} label="session key address" />
        </span>
      </div>
    </li>
  )
}

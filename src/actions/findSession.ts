import { policyDigest } from '../policies/policyDigest.ts'
import { satisfies } from '../policies/satisfies.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'

/**
 * The session for a policy: the newest live one that satisfies it; else the newest live one that was
 * granted for just this request, though its user narrowed it; else the newest that once was either,
 * or will be, with the status that says why it cannot be used.
 *
 * A narrowed session answers its request: asking again at every click would punish the user for
 * having read the approval. What it does not allow, `CallNotAllowedError` names.
 *
 * @example
 * const session = findSession(sessions, policy, now)
 * if (session?.status === 'ACTIVE') …
 */
export function findSession(
  sessions: readonly Session[],
  policy: Policy,
  /** Chain time, Unix seconds. */
  now: number,
): Session | undefined {
  const newestFirst = [...sessions].reverse()
  const leavesOf = (session: Session) => session.permissions.map(({ leaf }) => leaf)
  const digest = policyDigest(policy)
  const answers = ({ requestDigest }: Session) => requestDigest === digest
  const timeless: Policy = { ...policy, validAfter: 0, expiry: { expiresIn: 1 } }
  const satisfiesInItsTime = (session: Session) =>
    satisfies(
      leavesOf(session).map((leaf) => ({ ...leaf, validAfter: 0, validUntil: 0 })),
      timeless,
      now,
      { batch: session.batch !== false },
    )
  const live = newestFirst.filter((session) => isLive(session, now))
  return (
    live.find((session) =>
      satisfies(leavesOf(session), policy, now, { batch: session.batch !== false }),
    ) ??
    live.find(answers) ??
    newestFirst.find(
      (session) => session.status !== 'ACTIVE' && (answers(session) || satisfiesInItsTime(session)),
    )
  )
}

/** The status can be older than the clock, so the interval is looked at too. */
function isLive({ status, validAfter, validUntil }: Session, now: number): boolean {
  return status === 'ACTIVE' && now >= validAfter && (validUntil === 0 || now <= validUntil)
}

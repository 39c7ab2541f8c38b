import { satisfies } from '../policies/satisfies.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'

/**
 * The session for a policy: the newest live one that satisfies it, otherwise the newest that did
 * or will, with the status that says why it cannot be used.
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
  const live = newestFirst.find(
    (session) => session.status === 'ACTIVE' && satisfies(leavesOf(session), policy, now),
  )
  if (live) return live
  const timeless: Policy = { ...policy, validAfter: 0, expiry: { expiresIn: 1 } }
  return newestFirst.find(
    (session) =>
      session.status !== 'ACTIVE' &&
      satisfies(
        leavesOf(session).map((leaf) => ({ ...leaf, validAfter: 0, validUntil: 0 })),
        timeless,
        now,
      ),
  )
}

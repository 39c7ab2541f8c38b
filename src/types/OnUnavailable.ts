import type { UnavailableSession } from './UnavailableSession.ts'

/**
 * What becomes of a send when the session is absent, over, out of sync, without its key here, or
 * does not allow the calls:
 *
 * - `throw`: it fails, and says what is missing.
 * - `renew`: the approval asks for a new session, and the send goes on with that one.
 * - `owner`: the owner's wallet is asked to sign these calls.
 */
export type UnavailableAction = 'throw' | 'renew' | 'owner'

/** What to do without a session that can send: always the same, or decided for each case. */
export type OnUnavailable =
  | UnavailableAction
  | ((unavailable: UnavailableSession) => UnavailableAction | Promise<UnavailableAction>)

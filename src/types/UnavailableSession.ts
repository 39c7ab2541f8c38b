import type { BaseError } from '../errors/BaseError.ts'
import type { PolicyDiff } from '../policies/PolicyDiff.ts'
import type { Call } from './Policy.ts'
import type { Session } from './Session.ts'
import type { UnavailableReason } from './UnavailableReason.ts'

/** A send that no session can make. Nothing was sent. */
export interface UnavailableSession {
  reason: UnavailableReason
  /** The same in words. A `CallNotAllowedError` has the call and the broken rule in `refused`. */
  error: BaseError
  /** The session that answers the policy, if there is one. */
  session: Session | undefined
  calls: readonly Call[]
  /** What a renewal would change for the session; nothing once the policy itself is over. */
  difference: PolicyDiff | undefined
  /**
   * Whether a session for the hook's policy would allow the calls, and the vault is not locked.
   * Elsewhere `'renew'` asks for nothing and fails with `error`.
   */
  canRenew: boolean
}

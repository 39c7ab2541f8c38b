import type { InactiveReason, SessionStatus } from '../types/SessionStatus.ts'
import type { CallRefusal } from './CallRefusal.ts'

/** What forbids a call: a rule, or that there is nothing to check it against. */
export type PolicyRefusal =
  | CallRefusal
  /** The session cannot be used for anything now. */
  | {
      type: 'session-status'
      status: Exclude<SessionStatus, 'ACTIVE'>
      reason: InactiveReason | undefined
    }
  /** What the calls were to be checked against is no policy and no session, or they are no calls. */
  | { type: 'malformed-input' }
  | { type: 'no-permission' }
  | { type: 'no-calls' }

/** Whether calls are within a policy, and if not, what forbids the first that is not. */
export type PolicyCheck =
  | {
      allowed: true
      /** For every call, the place of the permission that allows it. */
      permissionIndexes: readonly number[]
    }
  | {
      allowed: false
      /** The place of the call; nothing when it is not about one. */
      callIndex: number | undefined
      /** The place of the permission that came closest; nothing when there is none. */
      permissionIndex: number | undefined
      rule: PolicyRefusal
      /** The same in English, for a tooltip or a log. */
      message: string
    }

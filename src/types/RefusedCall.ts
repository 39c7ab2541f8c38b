import type { CallRefusal } from '../policies/CallRefusal.ts'
import type { Call, Permission } from './Policy.ts'

/** A call that no permission of a session allows, and what it would take. */
export interface RefusedCall {
  call: Call
  /** The rule that forbids it, of the permission that came closest; nothing when there is none. */
  rule: CallRefusal | undefined
  /**
   * The least that would have to be granted for it: that permission with the broken rules widened up
   * to this call, or one for this call alone. Nothing when no permission can allow it.
   */
  needed: Permission | undefined
}

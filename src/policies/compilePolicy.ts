import type { Address } from 'viem'
import type { Policy } from '../types/Policy.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { encodePermission } from './encodePermission.ts'
import { resolveInterval } from './resolveInterval.ts'
import { typedErrors } from './typedErrors.ts'

export interface CompilePolicyParameters {
  sessionKey: Address
  /** Unix seconds: when the approval happens. */
  now: number
}

/**
 * The leaves of a policy for one session key: one per permission, in the same order.
 *
 * @throws InvalidIntervalError when the policy has expired at `now`.
 * @example
 * const leaves = compilePolicy(policy, { sessionKey, now: Math.floor(Date.now() / 1000) })
 */
export function compilePolicy(
  policy: Policy,
  options: CompilePolicyParameters,
): readonly SessionLeaf[] {
  return typedErrors('compilePolicy', () => {
    const { sessionKey, now } = options
    const interval = resolveInterval(policy, now)
    return policy.permissions.map((permission) => ({
      ...interval,
      ...encodePermission(permission, sessionKey),
    }))
  })
}

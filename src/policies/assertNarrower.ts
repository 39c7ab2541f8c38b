import { EmptyPolicyError } from '../errors/EmptyPolicyError.ts'
import { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
import { RequiredPermissionError } from '../errors/RequiredPermissionError.ts'
import type { Policy } from '../types/Policy.ts'
import { isIntervalWithin } from './isIntervalWithin.ts'
import { isNarrower } from './isNarrower.ts'
import { resolveInterval } from './resolveInterval.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * Makes sure that what is about to be granted is what was asked for, or less. The core calls this
 * on every grant, whatever the UI did.
 *
 * @throws PolicyWidenedError when a permission or the interval is wider than requested, or batches
 * were not asked for.
 * @throws RequiredPermissionError when a required permission is missing.
 * @throws EmptyPolicyError when nothing is left.
 * @throws InvalidIntervalError when one of the policies has expired at `now`.
 * @example
 * assertNarrower(requested, granted, now)
 */
export function assertNarrower(requested: Policy, granted: Policy, now: number): void {
  typedErrors('assertNarrower', () => {
    if (granted.permissions.length === 0) throw new EmptyPolicyError()
    for (const [permissionIndex, permission] of granted.permissions.entries()) {
      if (!requested.permissions.some((asked) => isNarrower(permission, asked))) {
        throw new PolicyWidenedError({
          permissionIndex,
          problem: `permissions[${permissionIndex}] allows calls that were not asked for`,
        })
      }
    }
    for (const [permissionIndex, asked] of requested.permissions.entries()) {
      if (!asked.required) continue
      if (!granted.permissions.some((permission) => isNarrower(permission, asked))) {
        throw new RequiredPermissionError({ permissionIndex })
      }
    }
    if (granted.batch && !requested.batch)
      throw new PolicyWidenedError({ problem: 'it allows batches, which were not asked for' })
    const asked = resolveInterval(requested, now)
    const given = resolveInterval(granted, now)
    if (!isIntervalWithin(given, asked)) {
      throw new PolicyWidenedError({
        problem: `it would be valid from ${given.validAfter} to ${end(given.validUntil)}, and was asked for from ${asked.validAfter} to ${end(asked.validUntil)}`,
      })
    }
  })
}

function end(validUntil: number): string {
  return validUntil === 0 ? 'no end' : String(validUntil)
}

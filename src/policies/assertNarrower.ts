import { EmptyPolicyError } from '../errors/EmptyPolicyError.ts'
import { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
import { RequiredPermissionError } from '../errors/RequiredPermissionError.ts'
import type { Policy } from '../types/Policy.ts'
import { coverageOf } from './coverageOf.ts'
import { isIntervalWithin } from './isIntervalWithin.ts'
import { permissionBounds } from './permissionBounds.ts'
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
    const wanted = requested.permissions.map(permissionBounds)
    const allowed = granted.permissions.map(permissionBounds)
    const asked = coverageOf(wanted)
    for (const [permissionIndex, permission] of allowed.entries()) {
      if (!asked.allows(permission)) {
        throw new PolicyWidenedError({
          permissionIndex,
          problem: `permissions[${permissionIndex}] allows calls that were not asked for`,
        })
      }
    }
    const given = coverageOf(allowed)
    for (const [permissionIndex, permission] of wanted.entries()) {
      if (permission.permission.required && !given.hasPartOf(permission))
        throw new RequiredPermissionError({ permissionIndex })
    }
    if (granted.batch && !requested.batch)
      throw new PolicyWidenedError({ problem: 'it allows batches, which were not asked for' })
    const askedTime = resolveInterval(requested, now)
    const givenTime = resolveInterval(granted, now)
    if (!isIntervalWithin(givenTime, askedTime)) {
      throw new PolicyWidenedError({
        problem: `it would be valid from ${givenTime.validAfter} to ${end(givenTime.validUntil)}, and was asked for from ${askedTime.validAfter} to ${end(askedTime.validUntil)}`,
      })
    }
  })
}

function end(validUntil: number): string {
  return validUntil === 0 ? 'no end' : String(validUntil)
}

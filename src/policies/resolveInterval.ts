import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { quoted } from '../errors/quoted.ts'
import type { Policy } from '../types/Policy.ts'
import type { Interval } from '../types/SessionLeaf.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * When a policy is valid if it is approved at `now` (Unix seconds).
 *
 * @throws InvalidIntervalError when it has expired by then, or would never be valid.
 * @example
 * resolveInterval(policy, 1_700_000_000) // { validAfter: 0, validUntil: 1_700_007_200 }
 */
export function resolveInterval(
  policy: Pick<Policy, 'expiry' | 'validAfter'>,
  now: number,
): Interval {
  return typedErrors('resolveInterval', () => {
    const { expiry, validAfter } = policy
    const time = finiteSeconds(now, 'now')
    const validUntil = 'expiresIn' in expiry ? time + lengthOf(expiry.expiresIn) : expiry.validUntil
    for (const [parameter, end] of Object.entries({ validAfter, validUntil })) {
      if (!Number.isSafeInteger(end) || end < 0 || end >= 2 ** 48) {
        throw new InvalidIntervalError({
          parameter,
          problem: `(${quoted(end)}) does not fit into a uint48`,
          fix: 'give whole Unix seconds; `definePolicy` checks them.',
        })
      }
    }
    if (validUntil !== 0 && validUntil <= time) {
      throw new InvalidIntervalError({
        parameter: 'validUntil',
        problem: `(${validUntil}) has passed`,
        fix: 'ask for a policy that ends later, or use `expiresIn`, which counts from the approval.',
      })
    }
    if (validUntil !== 0 && validAfter >= validUntil) {
      throw new InvalidIntervalError({
        parameter: 'validAfter',
        problem: `(${validAfter}) is not before the end (${validUntil})`,
        fix: 'start earlier, or end later.',
      })
    }
    return { validAfter, validUntil }
  })
}

/** Added to the time, nothing or less could make a session without end. */
function lengthOf(expiresIn: unknown): number {
  if (typeof expiresIn === 'number' && expiresIn > 0) return expiresIn
  throw new InvalidIntervalError({
    parameter: 'expiresIn',
    problem: `(${quoted(expiresIn)}) is not a positive number of seconds`,
    fix: 'use `definePolicy`, which checks it.',
  })
}

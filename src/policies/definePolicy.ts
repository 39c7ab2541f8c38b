import { EmptyPolicyError } from '../errors/EmptyPolicyError.ts'
import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { MissingExpiryError } from '../errors/MissingExpiryError.ts'
import type { Permission, Policy, PolicyExpiry } from '../types/Policy.ts'
import { neverEnds } from '../utils/neverEnds.ts'
import { checkedPermission } from './checkedPermission.ts'
import type { Duration } from './Duration.ts'
import { durationToSeconds } from './durationToSeconds.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { permissionKey } from './permissionKey.ts'
import { toUnixSeconds } from './toUnixSeconds.ts'
import { typedErrors } from './typedErrors.ts'
import { unixNow } from './unixNow.ts'

/** What `definePolicy` takes: permissions, and either `expiresIn` or `validUntil`. */
export type DefinePolicyParameters = {
  /** At least one. A repeated one is kept once. */
  permissions: readonly Permission[]
  /** When the session starts: Unix seconds or a Date. @default at once */
  validAfter?: number | Date | undefined
  /**
   * Whether several calls may go in one operation. It enables the batch router of the account, which
   * has a cost that the approval names: keep no coin in an account that has it. `useBatchSession`
   * asks for it by itself.
   * @default false
   */
  batch?: boolean | undefined
  /** The clock to judge `validUntil` by, in Unix seconds. @default this machine's */
  now?: number | undefined
} & (
  | {
      /** How long from the approval on: a duration, or seconds. `never` for no end. */
      expiresIn: Duration | number | 'never'
      validUntil?: never
    }
  | {
      /** When the session ends: Unix seconds or a Date. The last second in which it is valid. */
      validUntil: number | Date
      expiresIn?: never
    }
)

/** A list that is written empty does not compile; one that turns out empty throws. */
type NotEmpty<list extends readonly unknown[]> = [list[number]] extends [never] ? never : unknown

/**
 * What a dapp asks its user to approve, checked and frozen. The caller's objects are not changed.
 * Limits are per call: the chain counts no total. `erc20Transfer` allows `transfer` and nothing else
 * of the token.
 *
 * @throws EmptyPolicyError without permissions.
 * @throws MissingExpiryError without `expiresIn` and `validUntil`; no end has to be written as `never`.
 * @throws InvalidIntervalError when a time is malformed, past, or the end is before the start.
 * @throws InvalidPermissionError, InvalidAddressError, InvalidLimitError for a permission that
 * no leaf can hold.
 *
 * @example
 * const policy = definePolicy({
 *   permissions: [erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) })],
 *   expiresIn: { hours: 2 },
 * })
 */
export function definePolicy<permissions extends readonly Permission[]>(
  parameters: DefinePolicyParameters & { permissions: permissions & NotEmpty<permissions> },
): Policy {
  return typedErrors('definePolicy', () => {
    const { now: time = unixNow() } = parameters
    const now = finiteSeconds(time, 'now')
    const permissions: readonly Permission[] = parameters.permissions
    if (!Array.isArray(permissions) || permissions.length === 0) throw new EmptyPolicyError()
    const validAfter =
      parameters.validAfter === undefined ? 0 : toUnixSeconds(parameters.validAfter, 'validAfter')
    const expiry = toExpiry(parameters, now)
    const end = 'expiresIn' in expiry ? now + expiry.expiresIn : expiry.validUntil
    if (end !== 0 && validAfter >= end) {
      throw new InvalidIntervalError({
        parameter: 'validAfter',
        problem: `(${validAfter}) is not before the end (${end}), so the session would never be valid`,
        fix: 'start earlier, or end later.',
      })
    }
    return Object.freeze({
      permissions: distinct(permissions),
      validAfter,
      expiry,
      ...(parameters.batch === true ? { batch: true as const } : {}),
    })
  })
}

function toExpiry({ expiresIn, validUntil }: DefinePolicyParameters, now: number): PolicyExpiry {
  if (expiresIn !== undefined && validUntil !== undefined) {
    throw new InvalidIntervalError({
      parameter: 'expiresIn',
      problem: 'and `validUntil` are both given',
      fix: 'give one of them.',
    })
  }
  if (expiresIn === 'never') return Object.freeze({ validUntil: 0 })
  if (expiresIn !== undefined) {
    const seconds = durationToSeconds(expiresIn)
    if (neverEnds(now + seconds)) {
      throw new InvalidIntervalError({
        parameter: 'expiresIn',
        problem: `(${seconds} seconds) ends beyond every calendar`,
        fix: "for no end write `expiresIn: 'never'`. It has to be acknowledged in the approval.",
      })
    }
    return Object.freeze({ expiresIn: seconds })
  }
  if (validUntil === undefined) throw new MissingExpiryError()
  const end = toUnixSeconds(validUntil, 'validUntil')
  if (end <= now) {
    throw new InvalidIntervalError({
      parameter: 'validUntil',
      problem: `(${end}) is in the past`,
      fix: "give a later time, or `expiresIn`. For no end write `expiresIn: 'never'`, not 0.",
    })
  }
  return Object.freeze({ validUntil: end })
}

/** Permissions are a union, so one that is there twice means what it means once. */
function distinct(permissions: readonly Permission[]): readonly Permission[] {
  const byKey = new Map<string, Permission>()
  for (const [index, given] of permissions.entries()) {
    const permission = checkedPermission(given, `permissions[${index}]`)
    const key = permissionKey(permission)
    const earlier = byKey.get(key)
    if (!earlier) byKey.set(key, permission)
    else if (permission.required && !earlier.required) {
      byKey.set(key, Object.freeze({ ...earlier, required: true }))
    }
  }
  return Object.freeze([...byKey.values()])
}

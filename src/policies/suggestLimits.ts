import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { AnyCall, Calls } from '../types/Calls.ts'
import type { Call, Policy } from '../types/Policy.ts'
import { checkPolicy } from './checkPolicy.ts'
import { copyPolicy } from './copyPolicy.ts'
import { erc20TransferSelector } from './erc20TransferSelector.ts'
import type { PermissionLimits, PolicyEdit } from './narrowPolicy.ts'
import { permissionBounds } from './permissionBounds.ts'
import { toEncodedCall } from './toEncodedCall.ts'
import { typedErrors } from './typedErrors.ts'

/** What calls used of a permission. Amounts in base units, values in wei. */
export interface PermissionUse {
  permissionIndex: number
  /** How many calls it was that allowed. */
  calls: number
  /** ERC-20 transfers: the most that a call moved, of what it may. */
  amount: { used: bigint; limit: bigint } | undefined
  /** The most native value that a call carried, of what it may; nothing where it may carry none. */
  value: { used: bigint; limit: bigint } | undefined
}

export interface LimitSuggestion {
  /** Per permission, in the order of the policy: "you used 12 of 500". */
  uses: readonly PermissionUse[]
  /** What would still have allowed every call; for `narrowPolicy`. */
  edit: PolicyEdit
}

/**
 * Tighter limits for the next time, from calls that were sent: the most that each permission was
 * used for, and nothing for those that were not used at all. Required permissions stay in. Calls
 * that the policy does not allow are left aside.
 *
 * @throws InvalidParameterError, and what `definePolicy` throws for permissions that it did not make.
 *
 * @example
 * const { uses, edit } = suggestLimits(policy, calls)
 * const tighter = narrowPolicy(policy, edit)
 */
export function suggestLimits<const calls extends readonly unknown[]>(
  policy: Policy,
  calls: Calls<calls>,
): LimitSuggestion
export function suggestLimits(policy: Policy, calls: readonly AnyCall[]): LimitSuggestion {
  return typedErrors('suggestLimits', () => {
    if (!Array.isArray(calls)) {
      throw new InvalidParameterError({
        parameter: 'calls',
        problem: 'is not a list of calls',
        fix: 'Give the calls that were sent, in a list.',
      })
    }
    return suggest(copyPolicy(policy), calls.map(encoded))
  })
}

/** What is no call at all is none that the policy allows; one by its function has to be encodable. */
function encoded(call: AnyCall, i: number): Call {
  const isObject = typeof call === 'object' && call !== null
  return isObject ? toEncodedCall(call, `calls[${i}]`) : call
}

/** For a frozen policy, of which each permission is encoded once for all calls. */
function suggest(policy: Policy, calls: readonly Call[]): LimitSuggestion {
  const byPermission = policy.permissions.map((): Call[] => [])
  for (const call of calls) {
    const check = checkPolicy(policy, call)
    const [index] = check.allowed ? check.permissionIndexes : []
    if (index !== undefined) byPermission[index]?.push(call)
  }
  const uses = policy.permissions.map((permission, permissionIndex): PermissionUse => {
    const sent = byPermission[permissionIndex] ?? []
    const valueLimit = permission.type === 'contract-call' ? permission.valueLimit : 0n
    const isTransfer =
      permission.type === 'erc20-transfer' ||
      (permission.type === 'contract-call' && permission.selector === erc20TransferSelector)
    const words = isTransfer ? permissionBounds(permission).words.get(32) : undefined
    return {
      permissionIndex,
      calls: sent.length,
      amount: words && { used: largest(sent.map(amountOf)), limit: words.max },
      value: valueLimit
        ? { used: largest(sent.map(({ value = 0n }) => value)), limit: valueLimit }
        : undefined,
    }
  })
  const isOmitted = ({ calls: count, permissionIndex }: PermissionUse) =>
    count === 0 && !policy.permissions[permissionIndex]?.required
  const omit = uses.filter(isOmitted).map(({ permissionIndex }) => permissionIndex)
  // A policy of nothing is none: what was never used is then for the user to judge.
  if (omit.length === uses.length) return { uses, edit: {} }
  const limits: Record<number, PermissionLimits> = {}
  for (const { permissionIndex, calls: count, amount, value } of uses) {
    if (count === 0) continue
    const lower: PermissionLimits = {
      ...(amount && amount.used < amount.limit ? { maxAmount: amount.used } : {}),
      ...(value && value.used < value.limit ? { valueLimit: value.used } : {}),
    }
    if (Object.keys(lower).length) limits[permissionIndex] = lower
  }
  return { uses, edit: { omit, limits } }
}

function amountOf({ data = '0x' }: Call): bigint {
  return BigInt(`0x${data.slice(74, 138) || '0'}`)
}

function largest(values: readonly bigint[]): bigint {
  let most = 0n
  for (const value of values) if (value > most) most = value
  return most
}

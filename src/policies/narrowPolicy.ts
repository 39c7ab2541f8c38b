import { InvalidIntervalError } from '../errors/InvalidIntervalError.ts'
import { InvalidLimitError } from '../errors/InvalidLimitError.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { PolicyWidenedError } from '../errors/PolicyWidenedError.ts'
import { quoted } from '../errors/quoted.ts'
import { RequiredPermissionError } from '../errors/RequiredPermissionError.ts'
import type {
  ArgumentRule,
  ContractCallPermission,
  Permission,
  Policy,
  PolicyExpiry,
} from '../types/Policy.ts'
import { assertNarrower } from './assertNarrower.ts'
import { assertPermissionTypes, assertRuleTypes } from './assertPermissionTypes.ts'
import { checkedLimit } from './checkedLimit.ts'
import type { Duration } from './Duration.ts'
import { definePolicy } from './definePolicy.ts'
import { durationToSeconds } from './durationToSeconds.ts'
import { erc20TransferSelector } from './erc20TransferSelector.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { legibleFunction } from './legibleFunction.ts'
import { placedArguments, pointerRule } from './placedArguments.ts'
import { resolveInterval } from './resolveInterval.ts'
import { toUnixSeconds } from './toUnixSeconds.ts'
import { toWord } from './toWord.ts'
import { typedErrors } from './typedErrors.ts'
import { unixNow } from './unixNow.ts'
import { wordSet } from './wordSet.ts'
import { rulesByOffset } from './wordSetsByOffset.ts'
import { wordsOf } from './wordsOf.ts'

/** Lower limits for one permission. */
export interface PermissionLimits {
  /** ERC-20 transfers, whichever module checks them: base units of the token per call. */
  maxAmount?: bigint | undefined
  /** Contract calls: wei per call. */
  valueLimit?: bigint | undefined
  /**
   * Contract calls: further rules, on top of the requested ones. For a field of a dynamic tuple the
   * pointers to it are pinned with it.
   */
  rules?: readonly ArgumentRule[] | undefined
}

/** What a user changes in an approval. Places are those of the requested policy. */
export interface PolicyEdit {
  /** Permissions to leave out. */
  omit?: readonly number[] | undefined
  /** An earlier end. */
  expiry?: { validUntil: number | Date } | { expiresIn: Duration | number } | undefined
  limits?: Readonly<Record<number, PermissionLimits>> | undefined
  /** `false` drops batches. They cannot be added. */
  batch?: false | undefined
}

/**
 * A policy with less in it: permissions left out, limits lowered, the end earlier, no batches.
 *
 * @throws PolicyWidenedError when the edit would allow more than was requested.
 * @throws RequiredPermissionError when it leaves out a required permission.
 * @throws EmptyPolicyError when nothing is left.
 * @throws InvalidPermissionError when it names a permission or a limit that is not there.
 * @throws InvalidIntervalError, InvalidLimitError for values that no leaf can hold.
 *
 * @example
 * const granted = narrowPolicy(requested, { omit: [1], expiry: { expiresIn: { hours: 1 } } })
 */
export function narrowPolicy(
  requested: Policy,
  edit: PolicyEdit,
  /** `now`: Unix seconds. @default this machine's clock */
  options: { now?: number | undefined } = {},
): Policy {
  return typedErrors('narrowPolicy', () => {
    const { now: time = unixNow() } = options
    const now = finiteSeconds(time, 'now')
    const omitted = new Set(edit.omit)
    for (const permissionIndex of omitted) {
      checkIndex(requested, permissionIndex, 'omit')
      if (requested.permissions[permissionIndex]?.required) {
        throw new RequiredPermissionError({ permissionIndex })
      }
    }
    for (const index of Object.keys(edit.limits ?? {}))
      checkIndex(requested, placeOf(index), 'limits')
    const permissions = requested.permissions.flatMap((permission, index) => {
      if (omitted.has(index)) return []
      const limits = edit.limits?.[index]
      return [limits ? limited(permission, limits, index) : permission]
    })
    const expiry = edit.expiry ? earlier(requested, edit.expiry, now) : requested.expiry
    const granted = definePolicy({
      permissions,
      validAfter: requested.validAfter,
      batch: requested.batch === true && edit.batch !== false,
      now,
      ...('expiresIn' in expiry
        ? { expiresIn: { seconds: expiry.expiresIn } }
        : expiry.validUntil === 0
          ? { expiresIn: 'never' as const }
          : expiry),
    })
    // The proof: whatever the above did, a wider policy does not leave this function.
    assertNarrower(requested, granted, now)
    return granted
  })
}

/** A key of an object as a place in a list; itself where it is none, such as `01`. */
function placeOf(key: string): unknown {
  return String(Number(key)) === key ? Number(key) : key
}

function checkIndex(policy: Policy, index: unknown, parameter: string): void {
  if (Number.isInteger(index) && policy.permissions[index as number] !== undefined) return
  throw new InvalidPermissionError({
    parameter: `${parameter}[${quoted(index)}]`,
    problem: 'is not a permission of the policy',
    fix: `it has ${policy.permissions.length}, counted from 0.`,
  })
}

function limited(permission: Permission, limits: PermissionLimits, index: number): Permission {
  const refuse = (name: string): never => {
    throw new InvalidPermissionError({
      parameter: `limits[${index}].${name}`,
      problem: `does not exist on a permission of type ${permission.type}`,
      fix:
        permission.type === 'erc20-transfer'
          ? 'limit `maxAmount`.'
          : permission.type === 'module'
            ? 'leave it out, or ask for less: what a custom module checks is not known here.'
            : 'limit `valueLimit`, or add `rules`; `maxAmount` is for ERC-20 transfers.',
    })
  }
  assertPermissionTypes(permission, `permissions[${index}]`)
  const lower = (name: string, from: bigint, to: unknown = from): bigint => {
    if (typeof to !== 'bigint')
      throw new InvalidLimitError({ parameter: `limits[${index}].${name}`, value: to, bits: 256 })
    if (to <= from) return to
    throw new PolicyWidenedError({
      permissionIndex: index,
      problem: `${name} of permissions[${index}] would rise from ${from} to ${quoted(to).replace(/n$/, '')}`,
    })
  }
  if (permission.type === 'erc20-transfer') {
    if (limits.valueLimit !== undefined) refuse('valueLimit')
    if (limits.rules !== undefined) refuse('rules')
    return { ...permission, maxAmount: lower('maxAmount', permission.maxAmount, limits.maxAmount) }
  }
  if (permission.type === 'module') {
    for (const name of Object.keys(limits)) refuse(name)
    return permission
  }
  const { maxAmount } = limits
  const added = [...(limits.rules ?? [])]
  assertRuleTypes(added, `limits[${index}].rules`)
  if (maxAmount !== undefined) {
    if (permission.selector.toLowerCase() !== erc20TransferSelector) refuse('maxAmount')
    const { max } = wordSet(permission.rules.filter(({ offset }) => offset === 32))
    const limit = lower(
      'maxAmount',
      max,
      checkedLimit(maxAmount, `limits[${index}].maxAmount`, 256),
    )
    added.push({ offset: 32, condition: 'atMost', referenceValue: toWord(limit) })
  }
  return {
    ...permission,
    valueLimit: lower('valueLimit', permission.valueLimit, limits.valueLimit),
    rules: added.length
      ? combined(permission.rules, [...added, ...missingPointerRules(permission, added)])
      : permission.rules,
  }
}

/** A rule on a field of a dynamic tuple is one on the field only where its pointers are pinned. */
function missingPointerRules(
  { selector, rules, abiFunction }: ContractCallPermission,
  added: readonly ArgumentRule[],
): ArgumentRule[] {
  const fn = legibleFunction(selector.toLowerCase() as typeof selector, abiFunction)
  if (typeof fn === 'string') return []
  const offsets = new Set(added.map(({ offset }) => offset))
  const all = [...rules, ...added]
  const { pointers } = placedArguments(fn.layout, all)
  const needed = wordsOf(fn.layout).flatMap((node) =>
    node.kind === 'word' && offsets.has(node.offset) ? node.pointers : [],
  )
  return [...new Map(needed.map((pointer) => [pointer.offset, pointer])).values()].flatMap(
    (pointer) => (pointers.get(pointer.offset)?.isPinned ? [] : [pointerRule(pointer)]),
  )
}

// More rules than that on one word are kept as they are: to try each against the others would take
// the square of their number.
const mostTried = 64

/** All rules hold together, so a rule that the others at its word imply says nothing: it goes. */
function combined(
  requested: readonly ArgumentRule[],
  added: readonly ArgumentRule[],
): readonly ArgumentRule[] {
  const given = new Set(requested)
  const rules = [...rulesByOffset([...requested, ...added]).values()].flatMap((here) => {
    if (here.length > mostTried) return here
    let kept = here
    for (const rule of here) {
      const others = kept.filter((other) => other !== rule)
      if (given.has(rule) && others.length && wordsKey(others) === wordsKey(kept)) kept = others
    }
    return kept
  })
  return rules.sort((a, b) => a.offset - b.offset)
}

function wordsKey(rules: readonly ArgumentRule[]): string {
  const { min, max, excluded } = wordSet(rules)
  return [min, max, ...[...excluded].sort((a, b) => (a < b ? -1 : 1))].join()
}

function earlier(
  requested: Policy,
  edit: NonNullable<PolicyEdit['expiry']>,
  now: number,
): PolicyExpiry {
  const asked = resolveInterval(requested, now).validUntil
  const end =
    'expiresIn' in edit
      ? now + durationToSeconds(withUnit(edit.expiresIn), 'expiry.expiresIn')
      : toUnixSeconds(edit.validUntil, 'expiry.validUntil')
  if (end <= now) {
    throw new InvalidIntervalError({
      parameter: 'expiry',
      problem: `(${end}) is in the past`,
      fix: 'choose a later end. To keep an endless policy endless, leave `expiry` out.',
    })
  }
  if (asked !== 0 && end > asked) {
    throw new PolicyWidenedError({ problem: `it would end at ${end} instead of ${asked}` })
  }
  // Relative stays relative, so that time spent in the approval is not taken from the session.
  // An absolute end must not move, so a relative edit of one is fixed now.
  return 'expiresIn' in edit && ('expiresIn' in requested.expiry || asked === 0)
    ? { expiresIn: durationToSeconds(withUnit(edit.expiresIn)) }
    : { validUntil: end }
}

/** The policy that was asked for bounds it, so it is never taken for milliseconds. */
function withUnit(duration: Duration | number): Duration {
  return typeof duration === 'number' ? { seconds: duration } : duration
}

import type { Permission, Policy } from '../types/Policy.ts'
import type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
import { coverageOf, functionKey, groupBy } from './coverageOf.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { isIntervalWithin } from './isIntervalWithin.ts'
import { isSubset } from './isSubset.ts'
import { isWithinBounds } from './isWithinBounds.ts'
import type { PermissionChange, PolicyChange, PolicyDiff, WordChange } from './PolicyDiff.ts'
import { parseLeaf } from './parseLeaf.ts'
import { type PermissionBounds, permissionBounds } from './permissionBounds.ts'
import { permissionOf } from './permissionOf.ts'
import { resolveInterval } from './resolveInterval.ts'
import { typedErrors } from './typedErrors.ts'
import { unixNow } from './unixNow.ts'
import { wordSet } from './wordSet.ts'

/** Something that was granted: its leaves tell what it allows. */
export interface GrantedLeaves extends Interval {
  permissions: readonly { leaf: SessionLeaf }[]
  /** Whether it can send several calls in one operation. @default false */
  batch?: boolean | undefined
}

/**
 * What changes from one policy or session to another: for a renewal, or where a session does not do
 * for a new request. Permissions are compared by what they allow, whatever their order and words.
 * Leaves that cannot be read are left out: nothing is known to be allowed by them.
 *
 * @throws InvalidIntervalError when a policy has expired at `now`.
 * @example
 * const { added, changed, change } = diffPolicies(session, policy)
 * if (change === 'same' || change === 'narrower') return // nothing new is asked for
 */
export function diffPolicies(
  before: Policy | GrantedLeaves,
  after: Policy | GrantedLeaves,
  /** `now`: Unix seconds. @default this machine's clock */
  options: { now?: number | undefined } = {},
): PolicyDiff {
  return typedErrors('diffPolicies', () => {
    const { now: time = unixNow() } = options
    const now = finiteSeconds(time, 'now')
    const [old, fresh] = [permissionsOf(before), permissionsOf(after)]
    const [oldTime, freshTime] = [intervalOf(before, now), intervalOf(after, now)]
    const timeChange = compare(
      isIntervalWithin(freshTime, oldTime),
      isIntervalWithin(oldTime, freshTime),
    )
    const partner = paired(old, fresh)
    const unchanged: Permission[] = []
    const changed: PermissionChange[] = []
    for (const other of fresh) {
      const one = partner.get(other)
      if (!one) continue
      const change = compare(isWithinBounds(other, one), isWithinBounds(one, other))
      if (change === 'same') unchanged.push(other.permission)
      else changed.push(changeOf(change, one, other))
    }
    const kept = new Set(partner.values())
    const batch = { before: before.batch === true, after: after.batch === true }
    const within = (inner: readonly PermissionBounds[], outer: readonly PermissionBounds[]) =>
      inner.every(coverageOf(outer).allows)
    return {
      change: compare(
        within(fresh, old) && isAtMost(timeChange, 'narrower') && (batch.before || !batch.after),
        within(old, fresh) && isAtMost(timeChange, 'wider') && (batch.after || !batch.before),
      ),
      added: fresh.filter((it) => !partner.has(it)).map(({ permission }) => permission),
      removed: old.filter((it) => !kept.has(it)).map(({ permission }) => permission),
      changed,
      unchanged,
      interval: { change: timeChange, before: oldTime, after: freshTime },
      batch,
    }
  })
}

function isAtMost(change: PolicyChange, limit: 'narrower' | 'wider'): boolean {
  return change === 'same' || change === limit
}

/** Each worked out once. */
function permissionsOf(source: Policy | GrantedLeaves): readonly PermissionBounds[] {
  const permissions =
    'expiry' in source
      ? source.permissions
      : source.permissions.flatMap(({ leaf }) => {
          const parsed = parseLeaf(leaf)
          return parsed.type === 'unreadable' ? [] : [permissionOf(parsed)]
        })
  return permissions.map(permissionBounds)
}

function intervalOf(source: Policy | GrantedLeaves, now: number): Interval {
  if ('expiry' in source) return resolveInterval(source, now)
  const { validAfter, validUntil } = source
  return {
    validAfter: finiteSeconds(validAfter, 'validAfter'),
    validUntil: finiteSeconds(validUntil, 'validUntil'),
  }
}

function compare(isWithin: boolean, contains: boolean): PolicyChange {
  if (isWithin) return contains ? 'same' : 'narrower'
  return contains ? 'wider' : 'different'
}

/**
 * Each later permission with the one that it most likely was: equal, else within or around, else any
 * of the same function. Only those of one function are compared with each other.
 */
function paired(
  before: readonly PermissionBounds[],
  after: readonly PermissionBounds[],
): ReadonlyMap<PermissionBounds, PermissionBounds> {
  const partner = new Map<PermissionBounds, PermissionBounds>()
  const keyOf = ({ permission }: PermissionBounds) => functionKey(permission)
  const old = groupBy(before, keyOf)
  for (const [key, group] of groupBy(after, keyOf)) {
    const left = new Set(old.get(key))
    for (const fits of [isSame, isRelated, isAny]) {
      for (const other of group) {
        if (partner.has(other)) continue
        for (const one of left) {
          if (!fits(one, other)) continue
          partner.set(other, one)
          left.delete(one)
          break
        }
      }
    }
  }
  return partner
}

function isSame(a: PermissionBounds, b: PermissionBounds): boolean {
  return isWithinBounds(a, b) && isWithinBounds(b, a)
}

function isRelated(a: PermissionBounds, b: PermissionBounds): boolean {
  return isWithinBounds(a, b) || isWithinBounds(b, a)
}

function isAny(): boolean {
  return true
}

function changeOf(
  change: PermissionChange['change'],
  { permission: before, words: old }: PermissionBounds,
  { permission: after, words: fresh }: PermissionBounds,
): PermissionChange {
  const offsets = [...new Set([...old.keys(), ...fresh.keys()])].sort((a, b) => a - b)
  const words = offsets
    .map(
      (offset): WordChange => ({
        offset,
        before: old.get(offset) ?? anyWord,
        after: fresh.get(offset) ?? anyWord,
      }),
    )
    .filter(({ before, after }) => !isSubset(before, after) || !isSubset(after, before))
  const [was, is] = [valueLimitOf(before), valueLimitOf(after)]
  const valueLimit = was === is ? undefined : { before: was, after: is }
  return { change, before, after, valueLimit, words }
}

const anyWord = wordSet([])

function valueLimitOf(permission: Permission): bigint {
  return permission.type === 'contract-call' ? permission.valueLimit : 0n
}

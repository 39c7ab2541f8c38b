import type { Permission, Policy } from '../types/Policy.ts'
import type { Interval, SessionLeaf } from '../types/SessionLeaf.ts'
import { isIntervalWithin } from './isIntervalWithin.ts'
import { isNarrower } from './isNarrower.ts'
import { isSubset } from './isSubset.ts'
import type { PermissionChange, PolicyChange, PolicyDiff, WordChange } from './PolicyDiff.ts'
import { parseLeaf } from './parseLeaf.ts'
import { permissionBounds } from './permissionBounds.ts'
import { permissionOf } from './permissionOf.ts'
import { resolveInterval } from './resolveInterval.ts'
import { targetOfPermission } from './targetOfPermission.ts'
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
    const { now = unixNow() } = options
    const [old, fresh] = [permissionsOf(before), permissionsOf(after)]
    const [oldTime, freshTime] = [intervalOf(before, now), intervalOf(after, now)]
    const timeChange = compare(
      isIntervalWithin(freshTime, oldTime),
      isIntervalWithin(oldTime, freshTime),
    )
    const pairs = paired(old, fresh)
    const unchanged: Permission[] = []
    const changed: PermissionChange[] = []
    for (const [one, other] of pairs) {
      const change = compare(isNarrower(other, one), isNarrower(one, other))
      if (change === 'same') unchanged.push(other)
      else changed.push(changeOf(change, one, other))
    }
    const batch = { before: before.batch === true, after: after.batch === true }
    const within = (inner: readonly Permission[], outer: readonly Permission[]) =>
      inner.every((permission) => outer.some((wider) => isNarrower(permission, wider)))
    return {
      change: compare(
        within(fresh, old) && isAtMost(timeChange, 'narrower') && (batch.before || !batch.after),
        within(old, fresh) && isAtMost(timeChange, 'wider') && (batch.after || !batch.before),
      ),
      added: fresh.filter((permission) => !pairs.some(([, other]) => other === permission)),
      removed: old.filter((permission) => !pairs.some(([one]) => one === permission)),
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

function permissionsOf(source: Policy | GrantedLeaves): readonly Permission[] {
  if ('expiry' in source) return source.permissions
  return source.permissions.flatMap(({ leaf }) => {
    const parsed = parseLeaf(leaf)
    return parsed.type === 'unreadable' ? [] : [permissionOf(parsed)]
  })
}

function intervalOf(source: Policy | GrantedLeaves, now: number): Interval {
  if ('expiry' in source) return resolveInterval(source, now)
  const { validAfter, validUntil } = source
  return { validAfter, validUntil }
}

function compare(isWithin: boolean, contains: boolean): PolicyChange {
  if (isWithin) return contains ? 'same' : 'narrower'
  return contains ? 'wider' : 'different'
}

/** Each permission beside the one it most likely was: equal, else within or around, else any. */
function paired(
  before: readonly Permission[],
  after: readonly Permission[],
): [before: Permission, after: Permission][] {
  const pairs: [Permission, Permission][] = []
  const [old, fresh] = [new Set(before), new Set(after)]
  for (const fits of [isSame, isRelated, isSameFunction]) {
    for (const other of fresh) {
      const one = [...old].find((candidate) => fits(candidate, other))
      if (!one) continue
      pairs.push([one, other])
      old.delete(one)
      fresh.delete(other)
    }
  }
  // In the order of the later policy, as it is shown.
  return pairs.sort(([, a], [, b]) => after.indexOf(a) - after.indexOf(b))
}

function isSame(a: Permission, b: Permission): boolean {
  return isNarrower(a, b) && isNarrower(b, a)
}

function isRelated(a: Permission, b: Permission): boolean {
  return isSameFunction(a, b) && (isNarrower(a, b) || isNarrower(b, a))
}

/** Any function of a token, as the ERC-20 module lets pass, is another thing than one of them. */
function isSameFunction(a: Permission, b: Permission): boolean {
  return functionOf(a) === functionOf(b)
}

function functionOf(permission: Permission): string {
  const own =
    permission.type === 'contract-call'
      ? permission.selector
      : permission.type === 'module'
        ? permission.module
        : ''
  return `${targetOfPermission(permission)}.${own}`.toLowerCase()
}

function changeOf(
  change: PermissionChange['change'],
  before: Permission,
  after: Permission,
): PermissionChange {
  const [old, fresh] = [permissionBounds(before).words, permissionBounds(after).words]
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

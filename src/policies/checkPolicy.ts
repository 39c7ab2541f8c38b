import { zeroAddress } from 'viem'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import type { AnyCall, CallOrCalls } from '../types/Calls.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { encodePermission } from './encodePermission.ts'
import { type LeafCandidate, matchCalls } from './matchCalls.ts'
import type { PolicyCheck, PolicyRefusal } from './PolicyCheck.ts'

/** What is looked at of a session. */
export type CheckedSession = Pick<Session, 'permissions'> &
  Partial<Pick<Session, 'keyAddress' | 'status' | 'reason'>>

export interface CheckPolicyOptions {
  /** Chain time in Unix seconds; intervals are not checked when left out. */
  now?: number | undefined
  /**
   * Whether the calls go through the batch router; several always do.
   * @default calls.length > 1
   */
  batch?: boolean | undefined
}

/**
 * Whether calls are within a policy that is to be asked for, or within a session that was granted;
 * if not, which rule forbids the first that is not. Decided here as the contracts would decide it,
 * for a single call (`execute_ncC`) or a batch (`executeBatch_y6U`). Calls are encoded, or by function
 * as in viem; one that cannot be encoded is refused as `malformed-call`. Never throws.
 *
 * A policy with `expiresIn` starts when it is approved, so its interval is not looked at.
 *
 * @example
 * const check = checkPolicy(session, [mint, pay], { now })
 * if (!check.allowed) console.info(check.message) // `amount` must be at most 1000000, and is 2000000.
 */
export function checkPolicy<const calls>(
  source: Policy | CheckedSession,
  calls: CallOrCalls<calls>,
  options?: CheckPolicyOptions,
): PolicyCheck
export function checkPolicy(
  source: Policy | CheckedSession,
  calls: AnyCall | readonly AnyCall[],
  options: CheckPolicyOptions = {},
): PolicyCheck {
  try {
    return checkCalls(source, calls, options)
  } catch {
    return refuse(
      { type: 'malformed-input' },
      'The calls cannot be checked: the policy or session, or the calls, cannot be read.',
    )
  }
}

function checkCalls(
  source: Policy | CheckedSession,
  calls: AnyCall | readonly AnyCall[],
  { now, batch }: CheckPolicyOptions,
): PolicyCheck {
  const list = isList(calls) ? calls : [calls]
  if (list.length === 0) return refuse({ type: 'no-calls' }, 'There is nothing to send.')
  if (now !== undefined && !Number.isFinite(now))
    return refuse({ type: 'malformed-input' }, '`now` is not a time in Unix seconds.')
  if ('expiry' in source) return check(candidatesOf(source), list, { now, batch })
  const { status, reason, keyAddress } = source
  if (status !== undefined && status !== 'ACTIVE') {
    // It names the words of the refusal.
    if (typeof status !== 'string' || typeof (reason ?? '') !== 'string') throw new TypeError()
    const { shortMessage } = new SessionNotUsableError({ sessionId: '', status, reason })
    return refuse({ type: 'session-status', status, reason }, shortMessage)
  }
  const candidates = source.permissions.map(({ leaf, abiFunction }, id) => ({
    id,
    leaf,
    abiFunction,
  }))
  return check(candidates, list, { now, batch, sessionKey: keyAddress })
}

function check(
  candidates: readonly LeafCandidate<number>[],
  calls: readonly AnyCall[],
  options: Parameters<typeof matchCalls>[2],
): PolicyCheck {
  const match = matchCalls(candidates, calls, options)
  if (match.matched) {
    return { allowed: true, permissionIndexes: match.assignments.map(({ id }) => id) }
  }
  const { callIndex, closest } = match
  if (!closest) {
    return refuse({ type: 'no-permission' }, 'There is no permission for anything.', { callIndex })
  }
  const permissionIndex = closest.candidate.id
  return refuse(closest.rule, closest.message, { callIndex, permissionIndex })
}

function refuse(
  rule: PolicyRefusal,
  message: string,
  place: { callIndex?: number; permissionIndex?: number } = {},
): PolicyCheck {
  const { callIndex, permissionIndex } = place
  return { allowed: false, callIndex, permissionIndex, rule, message }
}

/** The leaves as they would be granted, for no key. */
function candidatesOf({ permissions, validAfter, expiry }: Policy): LeafCandidate<number>[] {
  const interval =
    'expiresIn' in expiry
      ? { validAfter: 0, validUntil: 0 }
      : { validAfter, validUntil: expiry.validUntil }
  return permissions.map((permission, id) => ({
    id,
    leaf: { ...interval, ...leafOf(permission) },
    abiFunction: permission.type === 'contract-call' ? permission.abiFunction : undefined,
  }))
}

type LeafBytes = Pick<SessionLeaf, 'sessionValidationModule' | 'sessionKeyData'>

// Encoding checks every address, and a button asks again with every render.
const encoded = new WeakMap<Permission, LeafBytes>()

function leafOf(permission: Permission): LeafBytes {
  const known = encoded.get(permission)
  if (known) return known
  const leaf = encodePermission(permission, zeroAddress)
  // What `definePolicy` made cannot change any more.
  if (isFixed(permission)) encoded.set(permission, leaf)
  return leaf
}

function isFixed(permission: Permission): boolean {
  if (!Object.isFrozen(permission)) return false
  if (permission.type === 'erc20-transfer') return true
  // A custom module may be defined anew.
  if (permission.type === 'module') return false
  return Object.isFrozen(permission.rules) && permission.rules.every(Object.isFrozen)
}

function isList(calls: AnyCall | readonly AnyCall[]): calls is readonly AnyCall[] {
  return Array.isArray(calls)
}

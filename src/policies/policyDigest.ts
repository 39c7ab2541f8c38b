import { type Hash, keccak256, stringToHex } from 'viem'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { quoted } from '../errors/quoted.ts'
import type { ArgumentRule, Permission, Policy } from '../types/Policy.ts'
import { assertPermissionTypes } from './assertPermissionTypes.ts'
import { finiteSeconds } from './finiteSeconds.ts'
import { permissionKey } from './permissionKey.ts'
import { ruleConditions } from './ruleConditions.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * A policy's fingerprint: two policies have the same digest exactly when they ask for the same
 * thing. The order of permissions and rules, repetitions, the case of hexadecimal and the names in
 * an ABI do not count; everything that changes a leaf, the time, what the user may leave out or
 * whether calls go in batches does.
 *
 * keccak256 over the JSON of the canonical form: addresses lower-case, amounts as decimal strings,
 * permissions and rules sorted. `expiresIn` counts as the duration that it is, not as a time.
 *
 * @throws InvalidPermissionError, InvalidIntervalError for what `definePolicy` did not make.
 *
 * @example
 * session.requestDigest === policyDigest(policy) // it was granted for this very request
 */
export function policyDigest(policy: Policy): Hash {
  return typedErrors('policyDigest', () => {
    const { expiry, validAfter } = policy
    // Each part of its type, or two policies of which neither is one could have the same digest.
    const canonical = [
      'grantkit.policy.1',
      finiteSeconds(validAfter, 'validAfter'),
      'expiresIn' in expiry
        ? ['in', finiteSeconds(expiry.expiresIn, 'expiresIn')]
        : ['until', finiteSeconds(expiry.validUntil, 'validUntil')],
      permissions(policy.permissions),
      // only where it is asked for, so that a policy without has the digest that was stored before
      ...(policy.batch === true ? ['batch'] : []),
    ]
    return keccak256(stringToHex(JSON.stringify(canonical)))
  })
}

/** Sorted, each once. One that is there twice is required if either is. */
function permissions(list: readonly Permission[]): unknown[] {
  const required = new Map<string, boolean>()
  for (const permission of list) {
    const key = JSON.stringify(parts(permission))
    required.set(key, permission.required === true || required.get(key) === true)
  }
  return [...required].sort(byText)
}

function parts(permission: Permission): unknown[] {
  assertPermissionTypes(permission)
  if (permission.type === 'erc20-transfer') {
    const { type, token, to, maxAmount } = permission
    return [type, token.toLowerCase(), to.toLowerCase(), String(maxAmount)]
  }
  if (permission.type === 'module') return [permissionKey(permission)]
  const { type, address, selector, valueLimit, rules } = permission
  return [
    type,
    address.toLowerCase(),
    selector.toLowerCase(),
    String(valueLimit),
    [...new Set(rules.map(rule))].sort(),
  ]
}

function rule({ offset, condition, referenceValue }: ArgumentRule): string {
  const place = ruleConditions.indexOf(condition)
  if (place === -1) {
    throw new InvalidPermissionError({
      parameter: 'permission.rules',
      problem: `has a condition that is none: ${quoted(condition)}`,
      fix: `use one of ${ruleConditions.join(', ')}.`,
    })
  }
  return [offset, place, referenceValue.toLowerCase()].join(':')
}

function byText([a]: [string, boolean], [b]: [string, boolean]): number {
  return a < b ? -1 : 1
}

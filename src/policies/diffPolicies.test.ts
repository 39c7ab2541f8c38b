import fc from 'fast-check'
import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import { callArbitraryFor, permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import { BaseError } from '../errors/BaseError.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import { atMost } from './atMost.ts'
import { compilePolicy } from './compilePolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { diffPolicies } from './diffPolicies.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { narrowPolicy } from './narrowPolicy.ts'

const usdc: Address = '0x2222222222222222222222222222222222222222'
const shop: Address = '0x3333333333333333333333333333333333333333'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const now = 1_700_000_000
const abi = parseAbi(['function mint()', 'function deposit(uint256 amount) payable'])
const mint = contractCall({ address: shop, abi, functionName: 'mint' })
const pay = (maxAmount: bigint, to = shop) => erc20Transfer({ token: usdc, to, maxAmount })
const deposit = (limit: bigint, valueLimit: bigint) =>
  contractCall({
    address: shop,
    abi,
    functionName: 'deposit',
    args: { amount: atMost(limit) },
    valueLimit,
  })
const ask = (permissions: readonly Permission[], expiresIn = 3600) =>
  definePolicy({ permissions, expiresIn, now })
const diff = (before: readonly Permission[], after: readonly Permission[]) =>
  diffPolicies(ask(before), ask(after), { now })

function sessionOf(policy: Policy) {
  const leaves = compilePolicy(policy, { sessionKey, now })
  const { validAfter = 0, validUntil = 0 } = leaves[0] ?? {}
  return { validAfter, validUntil, permissions: leaves.map((leaf) => ({ leaf })) }
}

describe('diffPolicies', () => {
  test('tells what is added, removed, raised and lowered', () => {
    const result = diff([pay(1n), deposit(5n, 9n)], [mint, pay(2n), deposit(5n, 3n)])
    expect(result).toMatchObject({
      change: 'different',
      added: [mint],
      removed: [],
      unchanged: [],
      interval: { change: 'same' },
      changed: [
        {
          change: 'wider',
          valueLimit: undefined,
          words: [{ offset: 32, before: { max: 1n }, after: { max: 2n } }],
        },
        { change: 'narrower', valueLimit: { before: 9n, after: 3n }, words: [] },
      ],
    })
    expect(diff([mint, pay(1n)], [pay(1n)])).toMatchObject({
      change: 'narrower',
      removed: [mint],
      unchanged: [pay(1n)],
    })
    expect(diff([pay(1n)], [pay(1n), mint])).toMatchObject({ change: 'wider', added: [mint] })
    expect(diff([pay(1n)], [pay(1n, usdc)])).toMatchObject({
      change: 'different',
      changed: [{ change: 'different', words: [{ offset: 0 }] }],
    })
  })

  test('a session is compared by its leaves', () => {
    const policy = ask([pay(1n), mint])
    const session = sessionOf(policy)
    expect(diffPolicies(session, policy, { now })).toMatchObject({
      change: 'same',
      added: [],
      removed: [],
      changed: [],
    })
    const later = diffPolicies(session, ask([mint, pay(1n)]), { now: now + 60 })
    expect(later).toMatchObject({
      change: 'wider',
      changed: [],
      interval: {
        change: 'wider',
        before: { validUntil: now + 3600 },
        after: { validUntil: now + 3660 },
      },
    })
    const [first] = session.permissions
    const broken = first && { leaf: { ...first.leaf, sessionKeyData: '0x12' as const } }
    expect(
      diffPolicies({ ...session, permissions: broken ? [broken] : [] }, policy, { now }).added,
    ).toHaveLength(2)
  })

  test('batches are wider, whatever else stays', () => {
    const single = ask([mint])
    const batches: Policy = { ...single, batch: true }
    const between = (...[before, after]: Parameters<typeof diffPolicies>) =>
      diffPolicies(before, after, { now })
    expect(between(single, batches)).toMatchObject({
      change: 'wider',
      unchanged: [mint],
      batch: { before: false, after: true },
    })
    expect(between(batches, single)).toMatchObject({
      change: 'narrower',
      batch: { before: true, after: false },
    })
    expect(between(batches, batches)).toMatchObject({
      change: 'same',
      batch: { before: true, after: true },
    })
    // a permission less, and batches in return
    expect(between(ask([mint, pay(1n)]), batches).change).toBe('different')
    expect(between(batches, ask([mint, pay(1n)])).change).toBe('different')
    expect(between(sessionOf(single), batches).change).toBe('wider')
    expect(between({ ...sessionOf(single), batch: true }, batches).change).toBe('same')
  })

  test('permissions are matched by what they allow, not by their order', () => {
    const result = diff([pay(1n), pay(5n, usdc), mint], [mint, pay(5n, usdc), pay(2n)])
    expect(result.unchanged).toEqual([mint, pay(5n, usdc)])
    expect(result.changed).toMatchObject([{ change: 'wider', before: pay(1n), after: pay(2n) }])
  })

  test('the ERC-20 module in place of a pinned transfer is something added, and wider', () => {
    const byModule = erc20ModuleTransfer({ token: usdc, to: shop, maxAmount: 1n })
    expect(diff([pay(1n)], [byModule])).toMatchObject({ change: 'wider', added: [byModule] })
    expect(diff([byModule], [pay(1n)])).toMatchObject({ change: 'narrower', removed: [byModule] })
  })

  const policyArbitrary = fc
    .array(permissionArbitrary, { minLength: 1, maxLength: 5 })
    .map((permissions) => ask(permissions))

  test(`every permission is in one place, and nothing changes to itself (${runs(2_000)} pairs)`, () => {
    fc.assert(
      fc.property(policyArbitrary, policyArbitrary, (before, after) => {
        const { added, removed, changed, unchanged } = diffPolicies(before, after, { now })
        const common = changed.length + unchanged.length
        expect(added.length + common).toBe(after.permissions.length)
        expect(removed.length + common).toBe(before.permissions.length)
        expect(diffPolicies(after, sessionOf(after), { now })).toMatchObject({
          change: 'same',
          added: [],
          removed: [],
          changed: [],
        })
      }),
      { numRuns: runs(2000) },
    )
  })

  test(`where it says that nothing new is allowed, no call is newly allowed (${runs(5_000)} triples)`, () => {
    const allows = (policy: Policy, call: Parameters<typeof evaluateCall>[1]) =>
      policy.permissions.some((permission) => {
        const leaf = { validAfter: 0, validUntil: 0, ...encodePermission(permission, sessionKey) }
        return evaluateCall(leaf, call, { batch: true }).allowed
      })
    let looked = 0
    fc.assert(
      fc.property(
        fc
          .tuple(policyArbitrary, policyArbitrary, fc.boolean())
          .map(([a, b, near]) => [a, near ? ask([...b.permissions, ...a.permissions]) : b] as const)
          .chain(([a, b]) =>
            fc.tuple(
              fc.constant(a),
              fc.constant(b),
              fc.oneof(...a.permissions.map(callArbitraryFor)),
            ),
          ),
        ([small, large, call]) => {
          const { change } = diffPolicies(large, small, { now })
          if (change !== 'same' && change !== 'narrower') return
          looked++
          if (allows(small, call)) expect(allows(large, call)).toBe(true)
        },
      ),
      { numRuns: runs(5000) },
    )
    expect(looked).toBeGreaterThan(isFull ? 1000 : 0)
  })

  test('what a user narrows is narrower, or the same', () => {
    const policy = ask([pay(5n), deposit(9n, 9n), mint])
    for (const edit of [
      {},
      { omit: [2] },
      { limits: { 0: { maxAmount: 1n }, 1: { valueLimit: 0n } } },
      { expiry: { expiresIn: 60 } },
    ]) {
      const { change } = diffPolicies(policy, narrowPolicy(policy, edit, { now }), { now })
      expect(change).toBe(Object.keys(edit).length ? 'narrower' : 'same')
    }
    expect(() => diffPolicies(policy, { ...policy, expiry: { validUntil: 1 } }, { now })).toThrow(
      BaseError,
    )
  })
})

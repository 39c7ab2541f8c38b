import fc from 'fast-check'
import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import {
  callArbitraryFor,
  contractCallArbitrary,
  permissionArbitrary,
} from '../../test/harness/policyArbitraries.ts'
import { BaseError } from '../errors/BaseError.ts'
import type { Permission, Policy } from '../types/Policy.ts'
import { assertNarrower } from './assertNarrower.ts'
import { atMost } from './atMost.ts'
import { below } from './below.ts'
import { compilePolicy } from './compilePolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { narrowPolicy } from './narrowPolicy.ts'
import { toWord } from './toWord.ts'

const token: Address = '0x2222222222222222222222222222222222222222'
const to: Address = '0x3333333333333333333333333333333333333333'
const now = 1_700_000_000
const upTo = (maxAmount: bigint) => erc20Transfer({ token, to, maxAmount })
const transfer = upTo(100n)
const moduleTransfer = erc20ModuleTransfer({ token, to, maxAmount: 100n })
const deposit = contractCall({
  address: to,
  abi: parseAbi(['function deposit(uint256 amount) payable']),
  functionName: 'deposit',
  args: { amount: atMost(50n) },
  valueLimit: 10n,
})
const policy = definePolicy({ permissions: [transfer, deposit], expiresIn: { hours: 2 }, now })
const narrow = (edit: Parameters<typeof narrowPolicy>[1], from: Policy = policy) =>
  narrowPolicy(from, edit, { now })

function errorOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof BaseError) return `${error.name}: ${error.shortMessage}`
    throw error
  }
  return 'nothing thrown'
}

describe('narrowPolicy', () => {
  test('leaves out, lowers and shortens; the request stays as it was', () => {
    const before = structuredClone(policy)
    const granted = narrow({
      omit: [0],
      limits: {
        1: {
          valueLimit: 3n,
          rules: [{ offset: 0, condition: 'atMost', referenceValue: toWord(20n) }],
        },
      },
      expiry: { expiresIn: { hours: 1 } },
    })
    expect(granted).toMatchObject({
      expiry: { expiresIn: 3600 },
      permissions: [{ valueLimit: 3n, rules: [{ referenceValue: toWord(20n) }] }],
    })
    // The rule it replaces says nothing any more.
    expect(granted.permissions[0]).toHaveProperty('rules.length', 1)
    expect(policy).toEqual(before)
    expect(narrow({})).toEqual(policy)
  })

  test('a transfer is lowered by its amount, whichever module checks it', () => {
    for (const maxAmount of [0n, 1n, 100n]) {
      // As if it had been asked for like this: nothing is left of the higher limit.
      expect(narrow({ limits: { 0: { maxAmount } } }).permissions[0]).toEqual(upTo(maxAmount))
    }
    const byModule = definePolicy({ permissions: [moduleTransfer], expiresIn: 60, now })
    expect(narrow({ limits: { 0: { maxAmount: 1n } } }, byModule).permissions).toEqual([
      { ...moduleTransfer, maxAmount: 1n },
    ])
    const open = contractCall({
      address: token,
      abi: parseAbi(['function transfer(address to, uint256 amount)']),
      functionName: 'transfer',
      args: { to, amount: below(101n) },
    })
    const unlimited = definePolicy({ permissions: [open], expiresIn: 60, now })
    expect(narrow({ limits: { 0: { maxAmount: 100n } } }, unlimited).permissions[0]).toMatchObject({
      rules: upTo(100n).rules,
    })
    for (const from of [unlimited, byModule, policy]) {
      expect(errorOf(() => narrow({ limits: { 0: { maxAmount: 101n } } }, from))).toMatch(
        /PolicyWidenedError: .*rise from 100 to 101/,
      )
    }
  })

  test('an end may be earlier, relative or absolute, and never later', () => {
    const absolute = definePolicy({ permissions: [transfer], validUntil: now + 100, now })
    const endless = definePolicy({ permissions: [transfer], expiresIn: 'never', now })
    expect(narrow({ expiry: { validUntil: now + 60 } }).expiry).toEqual({ validUntil: now + 60 })
    expect(narrow({ expiry: { expiresIn: 60 } }, absolute).expiry).toEqual({ validUntil: now + 60 })
    expect(narrow({ expiry: { expiresIn: 60 } }, endless).expiry).toEqual({ expiresIn: 60 })
    expect(narrow({ expiry: { validUntil: new Date((now + 60) * 1000) } }, endless).expiry).toEqual(
      { validUntil: now + 60 },
    )
    for (const [edit, from] of [
      [{ expiresIn: 7201 }, policy],
      [{ validUntil: now + 7201 }, policy],
      [{ expiresIn: 101 }, absolute],
      [{ validUntil: now + 101 }, absolute],
    ] as const) {
      expect(errorOf(() => narrow({ expiry: edit }, from))).toMatch('PolicyWidenedError')
    }
    expect(errorOf(() => narrow({ expiry: { validUntil: 0 } }, endless))).toMatch(
      'InvalidIntervalError',
    )
    expect(errorOf(() => narrow({ expiry: { expiresIn: 'never' as never } }))).toMatch(
      'InvalidIntervalError',
    )
  })

  test.each([
    ['PolicyWidenedError', { limits: { 0: { maxAmount: 101n } } }],
    ['PolicyWidenedError', { limits: { 1: { valueLimit: 11n } } }],
    ['InvalidLimitError', { limits: { 0: { maxAmount: -1n } } }],
    ['InvalidPermissionError', { limits: { 1: { maxAmount: 0n } } }],
    ['InvalidPermissionError', { limits: { 2: {} } }],
    ['InvalidPermissionError', { omit: [2] }],
    ['EmptyPolicyError', { omit: [0, 1] }],
    // an index that is none is not passed over
    ['InvalidPermissionError', { omit: ['1'] as never }],
    ['InvalidPermissionError', { limits: { '01': { maxAmount: 1n } } as never }],
  ])('%s for %o', (name, edit) => {
    expect(errorOf(() => narrow(edit))).toMatch(name)
  })

  test('the ERC-20 module knows neither value nor rules', () => {
    const byModule = definePolicy({ permissions: [moduleTransfer], expiresIn: 60, now })
    for (const limits of [{ valueLimit: 0n }, { rules: [] }]) {
      expect(errorOf(() => narrow({ limits: { 0: limits } }, byModule))).toMatch(
        'InvalidPermissionError',
      )
    }
  })

  test('a required permission cannot be left out', () => {
    const required = definePolicy({
      permissions: [{ ...transfer, required: true }, deposit],
      expiresIn: 60,
      now,
    })
    expect(errorOf(() => narrow({ omit: [0] }, required))).toBe(
      'RequiredPermissionError: `permissions[0]` is required and cannot be left out.',
    )
    expect(narrow({ omit: [1] }, required).permissions).toHaveLength(1)
    expect(narrow({ limits: { 0: { maxAmount: 1n } } }, required).permissions[0]).toEqual({
      ...upTo(1n),
      required: true,
    })
  })

  test(`never widens: what the result allows, the request allows (${runs(10_000)} edits)`, () => {
    let narrowed = 0
    let allowed = 0
    const allows = (permission: Permission, call: Parameters<typeof evaluateCall>[1]) =>
      evaluateCall({ validAfter: 0, validUntil: 0, ...encodePermission(permission, token) }, call, {
        batch: true,
      }).allowed
    const editArbitrary = fc.record({
      omit: fc.subarray([0, 1], { maxLength: 1 }),
      first: fc.record({
        maxAmount: fc.constantFrom(0n, 1n, 100n, (1n << 256n) - 1n),
        valueLimit: fc.constantFrom(0n, 1n, 999n, 1000n),
      }),
      rules: contractCallArbitrary.map(({ rules }) => rules),
    })
    fc.assert(
      fc.property(
        fc
          .tuple(fc.tuple(permissionArbitrary, permissionArbitrary), editArbitrary)
          .chain(([permissions, edit]) => {
            const requested = definePolicy({ permissions, expiresIn: 60, now })
            const limits = requested.permissions.map((permission) =>
              permission.type === 'contract-call'
                ? { valueLimit: edit.first.valueLimit, rules: edit.rules }
                : { maxAmount: edit.first.maxAmount },
            )
            const omit = requested.permissions.length > 1 ? edit.omit : []
            let granted: Policy | undefined
            try {
              granted = narrow({ omit, limits: { ...limits } }, requested)
            } catch (error) {
              if (!(error instanceof BaseError)) throw error
            }
            const calls = (granted?.permissions ?? []).map(callArbitraryFor)
            return fc.record({
              requested: fc.constant(requested),
              granted: fc.constant(granted),
              call: calls.length ? fc.oneof(...calls) : fc.constant(undefined),
            })
          }),
        ({ requested, granted, call }) => {
          if (!granted || !call) return
          narrowed++
          assertNarrower(requested, granted, now)
          if (!granted.permissions.some((permission) => allows(permission, call))) return
          allowed++
          expect(requested.permissions.some((permission) => allows(permission, call))).toBe(true)
        },
      ),
      { numRuns: runs(10_000) },
    )
    expect(narrowed).toBeGreaterThan(isFull ? 1000 : 0)
    expect(allowed).toBeGreaterThan(isFull ? 200 : 0)
  }, 60_000)
})

describe('assertNarrower', () => {
  test('accepts the request itself, and less', () => {
    assertNarrower(policy, policy, now)
    assertNarrower(policy, narrow({ omit: [1] }), now)
    assertNarrower(policy, narrow({ expiry: { validUntil: now + 60 } }), now + 30)
  })

  test.each<[string, Policy]>([
    ['PolicyWidenedError', { ...policy, permissions: [upTo(101n)] }],
    [
      'PolicyWidenedError',
      {
        ...policy,
        permissions: [...policy.permissions, erc20Transfer({ token, to: token, maxAmount: 1n })],
      },
    ],
    ['PolicyWidenedError', { ...policy, expiry: { validUntil: 0 } }],
    ['PolicyWidenedError', { ...policy, expiry: { expiresIn: 7201 } }],
    ['EmptyPolicyError', { ...policy, permissions: [] }],
    ['InvalidIntervalError', { ...policy, expiry: { validUntil: now } }],
  ])('%s for what is wider than the request', (name, granted) => {
    expect(errorOf(() => assertNarrower(policy, granted, now))).toMatch(name)
  })

  test('batches are wider, unless they were asked for', () => {
    const batches: Policy = { ...policy, batch: true }
    expect(errorOf(() => assertNarrower(policy, batches, now))).toMatch(
      'PolicyWidenedError: The change would widen the policy: it allows batches',
    )
    assertNarrower(batches, batches, now)
    assertNarrower(batches, policy, now)
  })

  test('an earlier start is wider, a missing required permission is refused', () => {
    const later = definePolicy({ permissions: [transfer], expiresIn: 60, validAfter: now + 5, now })
    expect(errorOf(() => assertNarrower(later, { ...later, validAfter: 0 }, now))).toMatch(
      'PolicyWidenedError',
    )
    const required = { ...policy, permissions: [transfer, { ...deposit, required: true }] }
    expect(
      errorOf(() => assertNarrower(required, { ...required, permissions: [transfer] }, now)),
    ).toMatch('RequiredPermissionError')
    expect(compilePolicy(required, { sessionKey: to, now })).toHaveLength(2)
  })
})

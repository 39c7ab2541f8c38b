import fc from 'fast-check'
import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import { permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import type { ArgumentRule, Permission, Policy } from '../types/Policy.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { policyDigest } from './policyDigest.ts'
import { ruleConditions } from './ruleConditions.ts'
import { toWord } from './toWord.ts'

const token: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const to: Address = '0x3333333333333333333333333333333333333333'
const now = 1_700_000_000

/** Apart from `required`. */
function meaningOf(permission: Permission) {
  const permissions = [{ ...permission, required: false }]
  return policyDigest({ permissions, validAfter: 0, expiry: { validUntil: 0 } })
}

const policyArbitrary: fc.Arbitrary<Policy> = fc.record({
  permissions: fc.uniqueArray(
    fc
      .tuple(permissionArbitrary, fc.boolean())
      .map(([permission, required]) => (required ? { ...permission, required } : permission)),
    { minLength: 1, maxLength: 5, selector: meaningOf },
  ),
  validAfter: fc.constantFrom(0, 1, now),
  expiry: fc.oneof(
    fc.constantFrom(0, 60, now).map((validUntil) => ({ validUntil })),
    fc.constantFrom(60, 61, now).map((expiresIn) => ({ expiresIn })),
  ),
})

function shout(hex: string): Address {
  return `0x${hex.slice(2).toUpperCase()}`
}

/** The same thing, written differently. */
function rewritten(permission: Permission): Permission {
  if (permission.type === 'module') return permission
  if (permission.type === 'erc20-transfer')
    return { ...permission, token: shout(permission.token), to: shout(permission.to) }
  const [first] = permission.rules
  return {
    ...permission,
    address: shout(permission.address),
    selector: shout(permission.selector),
    rules: [...permission.rules, ...(first ? [first] : [])]
      .reverse()
      .map((rule) => ({ ...rule, referenceValue: shout(rule.referenceValue) })),
    abiFunction: undefined,
    required: permission.required ?? false,
  }
}

const other = (address: Address): Address => (BigInt(address) === BigInt(to) ? token : to)
const flipped = (word: bigint) => word ^ 1n

/** One part changed, so that something else is asked for. */
function changes(permission: Permission): Permission[] {
  if (permission.type === 'module') return []
  const required = !permission.required
  if (permission.type === 'erc20-transfer') {
    return [
      { ...permission, required },
      { ...permission, token: other(permission.token) },
      { ...permission, to: other(permission.to) },
      { ...permission, maxAmount: flipped(permission.maxAmount) },
      erc20Transfer(permission),
    ]
  }
  const withRule = (index: number, change: Partial<ArgumentRule>): Permission => ({
    ...permission,
    rules: permission.rules.map((rule, at) => (at === index ? { ...rule, ...change } : rule)),
  })
  return [
    { ...permission, required },
    { ...permission, address: other(permission.address) },
    { ...permission, selector: permission.selector === '0x12345678' ? '0x12345679' : '0x12345678' },
    { ...permission, valueLimit: flipped(permission.valueLimit) },
    {
      ...permission,
      rules: [...permission.rules, { offset: 2, condition: 'equal', referenceValue: toWord(77n) }],
    },
    ...permission.rules.flatMap(({ condition, referenceValue }, index) => [
      // at a place of its own: beside a rule that says just this already, nothing would have changed
      withRule(index, { offset: 60_001 }),
      withRule(index, { referenceValue: toWord(flipped(BigInt(referenceValue)) ^ (1n << 99n)) }),
      withRule(index, {
        condition: ruleConditions[(ruleConditions.indexOf(condition) + 1) % 6] ?? 'equal',
        offset: 60_003,
      }),
    ]),
  ]
}

describe('policyDigest', () => {
  test('is stable', () => {
    const policy = definePolicy({
      permissions: [
        erc20Transfer({ token, to, maxAmount: 5n }),
        erc20ModuleTransfer({ token, to, maxAmount: 5n }),
      ],
      expiresIn: { hours: 2 },
      now,
    })
    // Stored with sessions: a change here makes every narrowed session be asked for again.
    expect(policyDigest(policy)).toMatchInlineSnapshot(
      `"0x2db21362844625a8c3c694a8b4eaa4ac4ef3a729a336b3606ed593791feb96c8"`,
    )
  })

  test('batches that are asked for change it, and none leave it as it was stored', () => {
    const transfer = erc20Transfer({ token, to, maxAmount: 5n })
    const policy = definePolicy({ permissions: [transfer], expiresIn: 60, now })
    const digest = policyDigest({ permissions: [transfer], validAfter: 0, expiry: policy.expiry })
    expect(policyDigest({ ...policy, batch: true })).not.toBe(digest)
    expect(policyDigest({ ...policy, batch: undefined })).toBe(digest)
  })

  test(`order, repetition, case and the words of an ABI do not count (${runs(2_000)} policies)`, () => {
    fc.assert(
      fc.property(
        policyArbitrary.chain((policy) =>
          fc.tuple(
            fc.constant(policy),
            fc.shuffledSubarray([...policy.permissions], {
              minLength: policy.permissions.length,
            }),
          ),
        ),
        ([policy, shuffled]) => {
          const [first] = shuffled
          const repeated = first ? [...shuffled, first] : shuffled
          expect(policyDigest({ ...policy, permissions: repeated.map(rewritten) })).toBe(
            policyDigest(policy),
          )
        },
      ),
      { numRuns: runs(2000) },
    )
  })

  test(`every change of meaning changes it (${runs(500)} policies, each part)`, () => {
    let changed = 0
    fc.assert(
      fc.property(policyArbitrary, (policy) => {
        const digest = policyDigest(policy)
        const [first, ...rest] = policy.permissions
        if (!first) return
        const variants: Policy[] = [
          { ...policy, validAfter: policy.validAfter + 1 },
          ...('expiresIn' in policy.expiry
            ? [
                { ...policy, expiry: { expiresIn: policy.expiry.expiresIn + 1 } },
                { ...policy, expiry: { validUntil: policy.expiry.expiresIn } },
              ]
            : [
                { ...policy, expiry: { validUntil: policy.expiry.validUntil + 1 } },
                { ...policy, expiry: { expiresIn: policy.expiry.validUntil } },
              ]),
        ]
        variants.push(
          ...changes(first).map((permission) => ({
            ...policy,
            permissions: [permission, ...rest],
          })),
        )
        if (rest.length) variants.push({ ...policy, permissions: rest })
        for (const variant of variants) {
          expect(policyDigest(variant)).not.toBe(digest)
          changed++
        }
      }),
      { numRuns: runs(500) },
    )
    expect(changed).toBeGreaterThan(isFull ? 3000 : 0)
  })

  test('a policy for the same thing, made twice, has one digest', () => {
    const make = (name: string) =>
      definePolicy({
        permissions: [
          contractCall({
            address: to,
            abi: parseAbi([`function deposit(uint256 ${name})`] as never),
            functionName: 'deposit',
            args: { [name]: atMost(5n) },
          } as never),
        ],
        expiresIn: 60,
        now: now + name.length,
      })
    expect(policyDigest(make('amount'))).toBe(policyDigest(make('value')))
  })
})

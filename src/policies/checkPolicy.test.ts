import fc from 'fast-check'
import { type Address, encodeFunctionData, parseAbi, parseUnits } from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { callArbitraryFor, permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import type { Call, Policy } from '../types/Policy.ts'
import { atMost } from './atMost.ts'
import { checkPolicy } from './checkPolicy.ts'
import { compilePolicy } from './compilePolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'

const usdc: Address = '0x2222222222222222222222222222222222222222'
const shop: Address = '0x3333333333333333333333333333333333333333'
const vault: Address = '0x4444444444444444444444444444444444444444'
const keyAddress: Address = '0x1111111111111111111111111111111111111111'
const now = 1_700_000_000
const abi = parseAbi([
  'function deposit(uint256 amount)',
  'function transfer(address to, uint256 amount)',
])
const depositOf = (limit: bigint) =>
  contractCall({ address: vault, abi, functionName: 'deposit', args: { amount: atMost(limit) } })
const pay = (amount: string, to = shop): Call => ({
  to: usdc,
  data: encodeFunctionData({ abi, functionName: 'transfer', args: [to, parseUnits(amount, 6)] }),
})
const deposit = (amount: bigint): Call => ({
  to: vault,
  data: encodeFunctionData({ abi, functionName: 'deposit', args: [amount] }),
})
const policy = definePolicy({
  permissions: [
    erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) }),
    depositOf(10n),
    depositOf(100n),
  ],
  expiresIn: { hours: 2 },
  now,
})

function sessionOf(from: Policy) {
  const leaves = compilePolicy(from, { sessionKey: keyAddress, now })
  return {
    keyAddress,
    permissions: leaves.map((leaf, index) => {
      const permission = from.permissions[index]
      const abiFunction = permission?.type === 'contract-call' ? permission.abiFunction : undefined
      return { id: String(index), leaf, abiFunction }
    }),
  }
}

describe('checkPolicy', () => {
  test.each([
    ['the contract of a permission', vault, 1n],
    ['somebody', '0x5555555555555555555555555555555555555555', 1n],
    ['a token of the ERC-20 module', usdc, 1n],
    ['a contract, without value', vault, 0n],
  ] as const)(
    'says of a call without calldata to %s that no session can allow it',
    (_, to, value) => {
      const what = value ? 'a plain transfer of the native coin' : 'a call without calldata'
      const token = erc20ModuleTransfer({ token: usdc, to: shop, maxAmount: 1n })
      const withToken = definePolicy({ permissions: [token, depositOf(1n)], expiresIn: 60, now })
      for (const source of [policy, withToken, sessionOf(policy)]) {
        for (const data of [undefined, '0x'] as const) {
          const check = checkPolicy(source, { to, value, ...(data && { data }) }, { now })
          expect(check).toMatchObject({
            allowed: false,
            message: `The session modules of Smart Account V2 cannot allow ${what}: they only allow calls of a function. The owner has to send it.`,
          })
        }
      }
      // as one of several as well
      expect(checkPolicy(policy, [deposit(1n), { to, value }])).toMatchObject({
        callIndex: 1,
        message: expect.stringContaining(what),
      })
    },
  )

  test('calldata that is too short for a selector is not taken for a plain transfer', () => {
    const check = checkPolicy(policy, { to: vault, data: '0x112233', value: 1n })
    expect(check).toMatchObject({ rule: { type: 'short-calldata' } })
    expect(check.allowed || check.message).not.toContain('plain transfer')
  })

  const session = sessionOf(policy)
  const sources = [
    ['a policy', policy],
    ['a session', session],
  ] as const

  test.each(sources)('%s: says which permission allows each call', (_, source) => {
    expect(checkPolicy(source, pay('1'), { now })).toEqual({
      allowed: true,
      permissionIndexes: [0],
    })
    expect(checkPolicy(source, [deposit(11n), pay('0.5'), deposit(10n)], { now })).toEqual({
      allowed: true,
      permissionIndexes: [2, 0, 1],
    })
  })

  test.each(sources)('%s: names the first call that is not allowed, and the rule', (_, source) => {
    expect(checkPolicy(source, pay('2'), { now })).toMatchObject({
      allowed: false,
      callIndex: 0,
      permissionIndex: 0,
      rule: { type: 'argument', argument: { name: 'amount', reference: 1_000_000n } },
      message: '`amount` must be at most 1000000, and is 2000000.',
    })
    expect(checkPolicy(source, [pay('1'), pay('1', vault)], { now })).toMatchObject({
      callIndex: 1,
      message: `\`to\` must equal ${shop}, and is ${vault}.`,
    })
    // Of two limits the one that is nearly kept is named.
    expect(checkPolicy(source, deposit(101n), { now })).toMatchObject({
      permissionIndex: 2,
      message: '`amount` must be at most 100, and is 101.',
    })
    expect(checkPolicy(source, { to: shop }, { now })).toMatchObject({ rule: { type: 'target' } })
    expect(checkPolicy(source, { ...pay('1'), value: 1n }, { now })).toMatchObject({
      rule: { type: 'value', limit: 0n, actual: 1n },
    })
    expect(checkPolicy(source, [], { now })).toMatchObject({ rule: { type: 'no-calls' } })
    expect(checkPolicy(source, { to: 'nobody' as Address }, { now })).toMatchObject({
      rule: { type: 'malformed-call' },
    })
  })

  test(`says for a policy what its session will say, whatever it is (${runs(2_000)} policies)`, () => {
    fc.assert(
      fc.property(
        fc.array(permissionArbitrary, { minLength: 1, maxLength: 6 }).chain((permissions) =>
          fc.tuple(
            fc.constant(definePolicy({ permissions, expiresIn: 60, now })),
            fc.array(fc.oneof(...permissions.map(callArbitraryFor)), {
              minLength: 1,
              maxLength: 8,
            }),
          ),
        ),
        ([generated, calls]) => {
          const ofPolicy = checkPolicy(generated, calls, { now })
          const ofSession = checkPolicy(sessionOf(generated), calls, { now })
          expect(ofPolicy).toEqual(ofSession)
          // Encoded once, and asked again.
          expect(checkPolicy(generated, calls, { now })).toEqual(ofPolicy)
        },
      ),
      { numRuns: runs(2000) },
    )
  })

  test('allows what the chain allows, for every permission it names', () => {
    const calls = [deposit(11n), pay('0.5')]
    const check = checkPolicy(session, calls, { now })
    if (!check.allowed) throw new Error(check.message)
    for (const [index, call] of calls.entries()) {
      const leaf = session.permissions[check.permissionIndexes[index] ?? -1]?.leaf
      expect(leaf && evaluateCall(leaf, call, { batch: true, now })).toEqual({ allowed: true })
    }
  })

  test('a session that cannot be used allows nothing, and says why', () => {
    for (const [status, reason, message] of [
      ['REVOKED', undefined, 'it was revoked'],
      ['EXPIRED', undefined, 'it has expired'],
      ['PENDING', undefined, 'not confirmed'],
      ['INACTIVE', 'key-unavailable', 'its key is not on this device, or its vault is locked'],
    ] as const) {
      const check = checkPolicy({ ...session, status, reason }, pay('1'), { now })
      expect(check).toMatchObject({
        allowed: false,
        rule: { type: 'session-status', status, reason },
      })
      expect(check.allowed || check.message).toMatch(message)
    }
    expect(checkPolicy({ ...session, status: 'ACTIVE' }, pay('1'), { now }).allowed).toBe(true)
    expect(checkPolicy({ permissions: [] }, pay('1'))).toMatchObject({
      callIndex: 0,
      rule: { type: 'no-permission' },
    })
  })

  test('time counts for a session and an absolute policy, where the clock is given', () => {
    const until = definePolicy({ permissions: policy.permissions, validUntil: now + 60, now })
    for (const source of [until, sessionOf(until)]) {
      expect(checkPolicy(source, pay('1'), { now: now + 60 }).allowed).toBe(true)
      expect(checkPolicy(source, pay('1')).allowed).toBe(true)
      expect(checkPolicy(source, pay('1'), { now: now + 61 })).toMatchObject({
        rule: { type: 'expired', validUntil: now + 60 },
      })
    }
    expect(checkPolicy(policy, pay('1'), { now: 2 ** 40 }).allowed).toBe(true)
  })

  test('a permission that is changed later is read anew', () => {
    const loose = { ...depositOf(1n) }
    const changing: Policy = { ...policy, permissions: [loose] }
    expect(checkPolicy(changing, deposit(2n)).allowed).toBe(false)
    Object.assign(loose, { rules: depositOf(2n).rules })
    expect(checkPolicy(changing, deposit(2n)).allowed).toBe(true)
  })

  test.each<[string, unknown, unknown, unknown]>([
    ['malformed-input', null, pay('1'), {}],
    ['malformed-input', undefined, pay('1'), {}],
    ['malformed-input', {}, pay('1'), {}],
    ['malformed-input', 'policy', pay('1'), {}],
    ['malformed-input', { permissions: null, expiry: { expiresIn: 1 } }, pay('1'), {}],
    ['malformed-input', { ...policy, permissions: [null] }, pay('1'), {}],
    ['malformed-input', { ...policy, expiry: null }, pay('1'), {}],
    ['malformed-input', { permissions: [null] }, pay('1'), {}],
    ['malformed-input', { permissions: [], status: [['PENDING']] }, pay('1'), {}],
    ['malformed-input', policy, pay('1'), null],
    ['malformed-call', policy, null, {}],
    ['malformed-call', policy, [pay('1'), null], {}],
    ['malformed-call', policy, 'call', {}],
    ['malformed-input', policy, pay('1'), { now: Number.NaN }],
    ['malformed-input', policy, pay('1'), { now: '5' }],
    ['malformed-input', policy, pay('1'), { now: null }],
    ['unreadable-leaf', { permissions: [{ leaf: null }] }, pay('1'), {}],
  ])('%s, and nothing is thrown (%#)', (type, source, calls, options) => {
    const check = checkPolicy(source as Policy, calls as Call, options as object)
    expect(check).toMatchObject({ allowed: false, rule: { type }, message: expect.any(String) })
  })

  test('leaves of another key do not count', () => {
    expect(checkPolicy({ ...session, keyAddress: shop }, pay('1'), { now })).toMatchObject({
      rule: { type: 'session-key', allowed: keyAddress, actual: shop },
    })
  })
})

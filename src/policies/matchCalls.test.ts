import fc from 'fast-check'
import { type Address, encodeFunctionData, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { callArbitraryFor, permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import type { Call, Permission } from '../types/Policy.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { matchCalls } from './matchCalls.ts'
import { toWord } from './toWord.ts'

const nft: Address = '0x2222222222222222222222222222222222222222'
const vault: Address = '0x3333333333333333333333333333333333333333'
const account: Address = '0x4444444444444444444444444444444444444444'
const sessionKey: Address = '0x1111111111111111111111111111111111111111'
const now = 1000
const abi = parseAbi([
  'function safeMint(address to)',
  'function deposit(uint256 amount, address to)',
  'function burn(uint256 id)',
])

function candidate(id: string, permission: Permission, validUntil = 0) {
  return { id, leaf: { validAfter: 0, validUntil, ...encodePermission(permission, sessionKey) } }
}

const depositOf = (limit: bigint) =>
  contractCall({
    address: vault,
    abi,
    functionName: 'deposit',
    args: { amount: atMost(limit), to: account },
  })
const mint = contractCall({ address: nft, abi, functionName: 'safeMint', args: { to: account } })
const mintCall = {
  to: nft,
  data: encodeFunctionData({ abi, functionName: 'safeMint', args: [account] }),
}
const depositCall = (amount: bigint, to = account) => ({
  to: vault,
  data: encodeFunctionData({ abi, functionName: 'deposit', args: [amount, to] }),
})

describe('matchCalls', () => {
  const candidates = [
    candidate('wide', depositOf(100n)),
    candidate('mint', mint),
    candidate('tight', depositOf(10n)),
    candidate('ended', depositOf(1000n), now - 1),
  ]
  const ids = (...calls: Parameters<typeof matchCalls>[1]) => {
    const match = matchCalls(candidates, calls, { now })
    return match.matched ? match.assignments.map(({ id }) => id) : match
  }

  test('finds the tightest leaf for every call, in the order of the calls', () => {
    expect(ids(mintCall, depositCall(11n), depositCall(10n), mintCall)).toEqual([
      'mint',
      'wide',
      'tight',
      'mint',
    ])
    expect(ids()).toEqual([])
  })

  test('names the first call that none allows, the closest leaf and its rule', () => {
    expect(ids(mintCall, depositCall(101n))).toMatchObject({
      matched: false,
      callIndex: 1,
      closest: { candidate: { id: 'ended' }, rule: { type: 'expired', validUntil: now - 1, now } },
    })
    expect(ids(depositCall(5n, vault))).toMatchObject({
      closest: { rule: { type: 'argument', offset: 32, condition: 'equal' } },
    })
    expect(ids({ ...mintCall, value: 1n })).toMatchObject({
      closest: { candidate: { id: 'mint' }, rule: { type: 'value', limit: 0n, actual: 1n } },
    })
    expect(
      ids({ to: nft, data: encodeFunctionData({ abi, functionName: 'burn', args: [1n] }) }),
    ).toMatchObject({
      closest: { candidate: { id: 'mint' }, rule: { type: 'selector' } },
    })
    expect(ids({ to: account })).toMatchObject({ closest: { rule: { type: 'target' } } })
    expect(matchCalls([], [mintCall], { now })).toEqual({
      matched: false,
      callIndex: 0,
      closest: undefined,
    })
  })

  test('says it in the argument’s name where the candidate has its function', () => {
    const named = [
      { ...candidate('deposit', depositOf(100n)), abiFunction: depositOf(0n).abiFunction },
    ]
    const message = (call: Call) => {
      const match = matchCalls(named, [call], { now })
      return match.matched ? undefined : match.closest?.message
    }
    expect(message(depositCall(101n))).toBe('`amount` must be at most 100, and is 101.')
    expect(message(depositCall(1n, vault))).toBe(`\`to\` must equal ${account}, and is ${vault}.`)
  })

  test('leaves of another key are refused when the key is given', () => {
    expect(matchCalls(candidates, [mintCall], { now, sessionKey: vault })).toMatchObject({
      matched: false,
      closest: { rule: { type: 'session-key', allowed: sessionKey } },
    })
    expect(matchCalls(candidates, [mintCall], { now, sessionKey }).matched).toBe(true)
  })

  test('matches a call exactly when some leaf allows it, and none that allows is strictly tighter', () => {
    fc.assert(
      fc.property(
        fc.array(permissionArbitrary, { minLength: 1, maxLength: 8 }).chain((permissions) =>
          fc.tuple(
            fc.constant(
              permissions.map((permission, index) => candidate(String(index), permission)),
            ),
            fc.array(fc.oneof(...permissions.map(callArbitraryFor)), {
              minLength: 1,
              maxLength: 8,
            }),
          ),
        ),
        ([leaves, calls]) => {
          const batch = calls.length > 1
          const allowed = calls.map((call) =>
            leaves.filter(({ leaf }) => evaluateCall(leaf, call, { batch }).allowed),
          )
          const match = matchCalls(leaves, calls, { now })
          expect(match.matched).toBe(allowed.every((able) => able.length > 0))
          if (match.matched) {
            for (const [index, assigned] of match.assignments.entries()) {
              expect(allowed[index]).toContain(assigned)
            }
          } else {
            expect(match.callIndex).toBe(allowed.findIndex((able) => able.length === 0))
            expect(match.closest).toBeDefined()
          }
        },
      ),
      { numRuns: runs(2000) },
    )
  })

  test('judges a call as it will be sent: alone, or through the router', () => {
    const permission = erc20ModuleTransfer({ token: nft, to: account, maxAmount: 5n })
    const leaves = [candidate('pay', permission)]
    const dirty = toWord((1n << 255n) | BigInt(account)).slice(2)
    const call = { to: nft, data: `0xa9059cbb${dirty}${toWord(5n).slice(2)}` as const }
    expect(matchCalls(leaves, [call], { now }).matched).toBe(true)
    const refused = { matched: false, callIndex: 0, closest: { rule: { type: 'dirty-address' } } }
    expect(matchCalls(leaves, [call], { now, batch: true })).toMatchObject(refused)
    expect(matchCalls(leaves, [call, call], { now })).toMatchObject(refused)
  })

  test('a batch of 8 calls against 100 leaves takes under a millisecond', () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      candidate(
        String(index),
        index % 2
          ? depositOf(BigInt(index))
          : erc20ModuleTransfer({ token: nft, to: vault, maxAmount: BigInt(index) }),
      ),
    )
    const calls = Array.from({ length: 8 }, (_, index) => depositCall(BigInt(index)))
    expect(matchCalls(many, calls, { now }).matched).toBe(true)
  })
})

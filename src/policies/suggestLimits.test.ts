import fc from 'fast-check'
import { type Address, encodeFunctionData, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { isFull, runs } from '../../test/harness/counts.ts'
import { callArbitraryFor, permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import type { Call, Permission } from '../types/Policy.ts'
import { checkPolicy } from './checkPolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { erc20ModuleTransfer } from './erc20ModuleTransfer.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { narrowPolicy } from './narrowPolicy.ts'
import { suggestLimits } from './suggestLimits.ts'

const usdc: Address = '0x2222222222222222222222222222222222222222'
const shop: Address = '0x3333333333333333333333333333333333333333'
const now = 1_700_000_000
const abi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function buy() payable',
  'function mint()',
])
const pay = (amount: bigint): Call => ({
  to: usdc,
  data: encodeFunctionData({ abi, functionName: 'transfer', args: [shop, amount] }),
})
const buy = (value: bigint): Call => ({
  to: shop,
  data: encodeFunctionData({ abi, functionName: 'buy' }),
  value,
})
const mint = contractCall({ address: shop, abi, functionName: 'mint' })
const ask = (...permissions: Permission[]) => definePolicy({ permissions, expiresIn: 3600, now })

describe('suggestLimits', () => {
  test.each([erc20Transfer, erc20ModuleTransfer])('you used 12 of 500', (transfer) => {
    const limits = { token: usdc, to: shop, maxAmount: 500n }
    const policy = ask(
      transfer(limits),
      contractCall({ address: shop, abi, functionName: 'buy', valueLimit: 9n }),
      mint,
    )
    const { uses, edit } = suggestLimits(policy, [pay(3n), pay(12n), buy(2n), pay(501n)])
    expect(uses).toEqual([
      { permissionIndex: 0, calls: 2, amount: { used: 12n, limit: 500n }, value: undefined },
      { permissionIndex: 1, calls: 1, amount: undefined, value: { used: 2n, limit: 9n } },
      { permissionIndex: 2, calls: 0, amount: undefined, value: undefined },
    ])
    expect(edit).toEqual({ omit: [2], limits: { 0: { maxAmount: 12n }, 1: { valueLimit: 2n } } })
    expect(narrowPolicy(policy, edit, { now }).permissions).toMatchObject([
      transfer({ ...limits, maxAmount: 12n }),
      { valueLimit: 2n },
    ])
  })

  test('what is required, or used to the limit, stays as it is', () => {
    const policy = ask(erc20Transfer({ token: usdc, to: shop, maxAmount: 5n }), {
      ...mint,
      required: true,
    })
    expect(suggestLimits(policy, [pay(5n)]).edit).toEqual({ omit: [], limits: {} })
    expect(suggestLimits(policy, []).edit).toEqual({ omit: [0], limits: {} })
    expect(suggestLimits(ask(mint), []).edit).toEqual({})
  })

  test(`every call that was allowed still is (${runs(2_000)} policies)`, () => {
    let tightened = 0
    fc.assert(
      fc.property(
        fc
          .array(permissionArbitrary, { minLength: 1, maxLength: 4 })
          .chain((permissions) =>
            fc.tuple(
              fc.constant(ask(...permissions)),
              fc.array(fc.oneof(...permissions.map(callArbitraryFor)), { maxLength: 12 }),
            ),
          ),
        ([policy, calls]) => {
          const { edit } = suggestLimits(policy, calls)
          const tighter = narrowPolicy(policy, edit, { now })
          if (Object.keys(edit.limits ?? {}).length) tightened++
          for (const call of calls) {
            expect(checkPolicy(tighter, call).allowed).toBe(checkPolicy(policy, call).allowed)
          }
        },
      ),
      { numRuns: runs(2000) },
    )
    expect(tightened).toBeGreaterThan(isFull ? 100 : 0)
  })
})

import fc from 'fast-check'
import { encodeFunctionData, parseAbi, parseUnits, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { callArbitraryFor, permissionArbitrary } from '../../test/harness/policyArbitraries.ts'
import type { Call, Permission } from '../types/Policy.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { encodePermission } from './encodePermission.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { neededPermission } from './neededPermission.ts'
import { not } from './not.ts'

const token = '0x1111111111111111111111111111111111111111'
const shop = '0x2222222222222222222222222222222222222222'
const other = '0x3333333333333333333333333333333333333333'
const abi = parseAbi([
  'function transfer(address to, uint256 amount) returns (bool)',
  'function buy(uint256 item, uint256 price) payable',
])

const leafOf = (permission: Permission) => ({
  validAfter: 0,
  validUntil: 0,
  ...encodePermission(permission, zeroAddress),
})
const transfer = (to: typeof shop | typeof other, amount: bigint): Call => ({
  to: token,
  data: encodeFunctionData({ abi, functionName: 'transfer', args: [to, amount] }),
})
const buy = (item: bigint, price: bigint, value = 0n): Call => ({
  to: token,
  data: encodeFunctionData({ abi, functionName: 'buy', args: [item, price] }),
  value,
})

describe('neededPermission', () => {
  const granted = erc20Transfer({ token, to: shop, maxAmount: parseUnits('1', 6) })

  test('raises a limit up to the call, and no further', () => {
    const needed = neededPermission(transfer(shop, 2_000_000n), { leaf: leafOf(granted) })
    expect(needed).toMatchObject({
      rules: erc20Transfer({ token, to: shop, maxAmount: 2_000_000n }).rules,
    })
  })

  test('names another recipient in place of the allowed one', () => {
    const needed = neededPermission(transfer(other, 5n), { leaf: leafOf(granted) })
    expect(needed).toMatchObject({
      rules: erc20Transfer({ token, to: other, maxAmount: parseUnits('1', 6) }).rules,
    })
  })

  test('widens every rule that the call breaks, and keeps the names', () => {
    const permission = contractCall({
      address: token,
      abi,
      functionName: 'buy',
      args: { item: not(7n), price: atMost(10n) },
    })
    const { abiFunction } = permission
    const needed = neededPermission(buy(7n, 11n, 3n), { leaf: leafOf(permission), abiFunction })
    expect(needed).toMatchObject({ valueLimit: 3n, abiFunction: { name: 'buy' } })
    const allows = (call: Call) =>
      needed && evaluateCall(leafOf(needed), call, { batch: false }).allowed
    expect(allows(buy(7n, 11n, 3n))).toBe(true)
    expect(allows(buy(7n, 12n, 3n))).toBe(false)
    expect(allows(buy(7n, 11n, 4n))).toBe(false)
  })

  test('for another function or contract it is this call alone', () => {
    const needed = neededPermission(buy(1n, 2n, 3n), { leaf: leafOf(granted) })
    const allows = (call: Call) =>
      needed && evaluateCall(leafOf(needed), call, { batch: false }).allowed
    expect(allows(buy(1n, 2n, 3n))).toBe(true)
    expect(allows(buy(1n, 1n, 3n))).toBe(false)
    expect(allows(buy(2n, 2n, 3n))).toBe(false)
    expect(neededPermission(transfer(shop, 9n))).toEqual(
      erc20Transfer({ token, to: shop, maxAmount: 9n }),
    )
  })

  test('says nothing where no permission can allow the call', () => {
    expect(neededPermission({ to: shop, value: 1n })).toBeUndefined()
    expect(neededPermission({ to: token, data: '0x12' })).toBeUndefined()
    expect(neededPermission(buy(1n, 1n, 1n << 200n))).toBeUndefined()
  })

  test('allows the call that it is for, whatever came closest', () => {
    fc.assert(
      fc.property(
        permissionArbitrary.chain((permission) =>
          fc.tuple(fc.constant(permission), callArbitraryFor(permission)),
        ),
        ([permission, call]) => {
          const needed = neededPermission(call, { leaf: leafOf(permission) })
          if (needed)
            expect(evaluateCall(leafOf(needed), call, { batch: false })).toEqual({ allowed: true })
        },
      ),
      { numRuns: runs(2_000) },
    )
  })
})

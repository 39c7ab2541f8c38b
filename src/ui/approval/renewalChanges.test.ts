import { parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { addresses } from '../../../stories/fixtures/addresses.ts'
import { createGrant } from '../../../stories/fixtures/createGrant.ts'
import { createRenewal } from '../../../stories/fixtures/createRenewal.ts'
import { policies } from '../../../stories/fixtures/policies.ts'
import { ticketModule } from '../../../stories/fixtures/ticketModule.ts'
import { contractCall } from '../../policies/contractCall.ts'
import { definePolicy } from '../../policies/definePolicy.ts'
import { erc20Transfer } from '../../policies/erc20Transfer.ts'
import { transferOf } from '../../policies/transferOf.ts'
import type { Permission } from '../../types/Policy.ts'
import { renewalChanges } from './renewalChanges.ts'

const { mystery, shop, usdc, owner } = addresses
const ask = (...permissions: Permission[]) => definePolicy({ permissions, expiresIn: 3600 })
const pay = (maxAmount: bigint, to: `0x${string}` = shop) =>
  erc20Transfer({ token: usdc, to, maxAmount })

function changesOf(...sides: [before: Permission[], after: Permission[]]) {
  const [before, after] = sides.map((side) => ask(...side))
  if (!before || !after) throw new Error('two sides')
  const { replaced, permissions } = createRenewal(before, after)
  return renewalChanges(replaced?.permissions ?? [], permissions)
}
const kindsOf = (...sides: Parameters<typeof changesOf>) =>
  changesOf(...sides).changes.map(({ kind }) => kind)

describe('renewalChanges', () => {
  test('the same again, with another key and in another order, changes nothing', () => {
    const { permissions } = createRenewal(policies.many)
    const { permissions: before } = createGrant(
      { ...policies.many, permissions: [...policies.many.permissions].reverse() },
      { key: { address: owner, location: 'device' } },
    )
    expect(renewalChanges(before, permissions)).toEqual({
      changes: [],
      unchanged: permissions.length,
    })
  })

  test('tells what is new, wider, different, narrower and gone, in this order', () => {
    const { replaced, permissions } = createRenewal(policies.earlier, policies.later)
    const { changes, unchanged } = renewalChanges(replaced?.permissions ?? [], permissions)
    expect(
      changes.map(({ kind, description }) => [
        kind,
        description.type === 'contract-call' && description.functionName,
      ]),
    ).toEqual([
      ['added', 'cancel'],
      ['wider', 'transfer'],
      ['narrower', 'move'],
      ['removed', 'burn'],
    ])
    expect(unchanged).toBe(1)
  })

  test('holds both sides of a change, and where it is', () => {
    const { changes } = changesOf([pay(1n)], [pay(5n)])
    const [change] = changes
    if (change?.kind !== 'wider') throw new Error('not wider')
    expect(transferOf(change.description)?.maxAmount).toBe(5n)
    expect(transferOf(change.before)?.maxAmount).toBe(1n)
    expect(change.offsets).toEqual([32])
    expect(kindsOf([pay(5n)], [pay(1n)])).toEqual(['narrower'])
    expect(kindsOf([pay(1n)], [pay(1n, owner)])).toEqual(['different'])
  })

  test('a known and an unknown name of the same function are one function', () => {
    const abi = parseAbi(['function open(uint256 door)'])
    const named = contractCall({ address: mystery, abi, functionName: 'open' })
    const { abiFunction: _, ...nameless } = named
    expect(changesOf([nameless], [named])).toEqual({ changes: [], unchanged: 1 })
  })

  test('what only the dapp could compare is not compared, even where it says the same', () => {
    const tickets = ticketModule({ target: mystery, tickets: 3n })
    expect(kindsOf([tickets], [tickets])).toEqual(['unknown'])
    expect(kindsOf([pay(1n)], [tickets])).toEqual(['unknown', 'removed'])
    expect(kindsOf([tickets], [pay(1n)])).toEqual(['added', 'removed'])
  })
})

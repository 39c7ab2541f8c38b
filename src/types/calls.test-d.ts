import { type Address, parseAbi } from 'viem'
import { test } from 'vitest'
import type { AnyCall, CallOrCalls, Calls } from './Calls.ts'
import type { Call } from './Policy.ts'

const nftAbi = parseAbi([
  'function safeMint(address to)',
  'function totalSupply() view returns (uint256)',
])
const tokenAbi = parseAbi([
  'function transfer(address to, uint256 amount) returns (bool)',
  'function mint(uint256 amount)',
  'function mint(address to, uint256 amount)',
])
declare const to: Address
declare const encoded: Call
declare const many: readonly Call[]
declare const any: readonly AnyCall[]
declare const oneOrMany: AnyCall | readonly AnyCall[]

declare function sendAll<const calls extends readonly unknown[]>(parameters: {
  calls: Calls<calls>
}): void
declare function send<const calls>(calls: CallOrCalls<calls>): void

const mint = { to, abi: nftAbi, functionName: 'safeMint', args: [to] } as const

test('calls are encoded or by their function, mixed as needed', () => {
  sendAll({ calls: [encoded] })
  sendAll({ calls: many })
  sendAll({ calls: any })
  sendAll({ calls: [] })
  sendAll({ calls: [{ to }, { to, data: '0x', value: 1n }] })
  sendAll({ calls: [mint, encoded] })
  sendAll({
    calls: [
      { to, abi: nftAbi, functionName: 'safeMint', args: [to] },
      { to, abi: tokenAbi, functionName: 'transfer', args: [to, 1n], value: 0n },
      { to, data: '0x12345678' },
    ],
  })
  sendAll({ calls: many.map(({ to }) => ({ to, value: 1n })) })
  // each of an overloaded function's ways
  sendAll({ calls: [{ to, abi: tokenAbi, functionName: 'mint', args: [1n] }] })
  sendAll({ calls: [{ to, abi: tokenAbi, functionName: 'mint', args: [to, 1n] }] })
})

test('one call needs no list', () => {
  send(encoded)
  send(mint)
  send({ to, data: '0x12345678' })
  send({ to, abi: tokenAbi, functionName: 'transfer', args: [to, 1n] })
  send([mint, encoded])
  send(many)
  send(any)
  send(oneOrMany)
})

test('what the function does not take is an error', () => {
  // @ts-expect-error an amount is a bigint
  sendAll({ calls: [{ to, abi: tokenAbi, functionName: 'transfer', args: [to, '1'] }] })
  // @ts-expect-error an argument is missing
  sendAll({ calls: [encoded, { to, abi: tokenAbi, functionName: 'transfer', args: [to] }] })
  // @ts-expect-error all arguments are missing
  sendAll({ calls: [{ to, abi: nftAbi, functionName: 'safeMint' }] })
  // @ts-expect-error there is no such function
  sendAll({ calls: [{ to, abi: nftAbi, functionName: 'mintAll', args: [to] }] })
  // @ts-expect-error reading sends nothing
  sendAll({ calls: [{ to, abi: nftAbi, functionName: 'totalSupply' }] })
  // @ts-expect-error of the other function
  sendAll({ calls: [mint, { to, abi: nftAbi, functionName: 'safeMint', args: [to, 1n] }] })
  // @ts-expect-error either encoded, or by its function
  sendAll({ calls: [{ ...mint, data: '0x' }] })
  // @ts-expect-error wei are a bigint
  sendAll({ calls: [{ ...mint, value: 1 }] })
  // @ts-expect-error a call has a target
  sendAll({ calls: [{ data: '0x' }] })
  // @ts-expect-error an ABI alone says nothing
  sendAll({ calls: [{ to, abi: nftAbi }] })

  // @ts-expect-error an amount is a bigint
  send({ to, abi: tokenAbi, functionName: 'transfer', args: [to, 1] })
  // @ts-expect-error there is no such function
  send({ to, abi: nftAbi, functionName: 'mintAll', args: [to] })
  // @ts-expect-error a call has a target
  send({ data: '0x' })
  // @ts-expect-error an amount is a bigint
  send([{ to, abi: tokenAbi, functionName: 'transfer', args: [to, 1] }])
})

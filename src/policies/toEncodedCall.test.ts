import { encodeFunctionData, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { BaseError } from '../errors/BaseError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { AnyCall } from '../types/Calls.ts'
import { checkPolicy } from './checkPolicy.ts'
import { contractCall } from './contractCall.ts'
import { definePolicy } from './definePolicy.ts'
import { erc20Transfer } from './erc20Transfer.ts'
import { evaluateCall } from './evaluateCall.ts'
import { neededPermission } from './neededPermission.ts'
import { suggestLimits } from './suggestLimits.ts'
import { toEncodedCall } from './toEncodedCall.ts'

const to = '0x00000000000000000000000000000000000000aa'
const shop = '0x00000000000000000000000000000000000000bb'
const abi = parseAbi([
  'function transfer(address to, uint256 amount) returns (bool)',
  'function mint(uint256 amount)',
  'function mint(address to, uint256 amount)',
  'function tag(bytes4 id, string text) payable',
])
const pay = { to, abi, functionName: 'transfer', args: [shop, 5n] } as const
const encode = (call: unknown) => toEncodedCall(call as AnyCall, 'calls[0]')

describe('toEncodedCall', () => {
  test('encodes a call by its function, and passes on an encoded one', () => {
    expect(encode(pay)).toEqual({
      to,
      data: encodeFunctionData({ abi, functionName: 'transfer', args: [shop, 5n] }),
    })
    const tag = { to, abi, functionName: 'tag', args: ['0x12345678', 'x'], value: 7n }
    expect(encode(tag)).toMatchObject({ value: 7n })
    for (const call of [{ to }, { to, data: '0x1234' }, { to, value: 1n, data: undefined }])
      expect(encode(call)).toEqual(call)
  })

  test('takes the function of an overloaded name that the arguments are for', () => {
    const one = encode({ to, abi, functionName: 'mint', args: [1n] })
    const two = encode({ to, abi, functionName: 'mint', args: [to, 1n] })
    expect(one.data?.slice(0, 10)).not.toBe(two.data?.slice(0, 10))
  })

  test('is a copy: what is changed afterwards changes nothing', () => {
    const given = { to, data: '0x12' }
    const encoded = encode(given)
    given.data = '0x34'
    expect(encoded).toEqual({ to, data: '0x12' })
  })

  test.each<[string, object, string]>([
    ['a function that is not there', { functionName: 'transfr' }, 'functionName'],
    ['no function', { functionName: undefined }, 'functionName'],
    ['a function that is no name', { functionName: 5 }, 'functionName'],
    ['no ABI', { abi: undefined }, 'abi'],
    ['an artifact', { abi: { abi } }, 'abi'],
    ['human-readable lines', { abi: ['function transfer(address to)'] }, 'abi'],
    ['too few arguments', { args: [shop] }, 'args'],
    ['no arguments', { args: undefined }, 'args'],
    ['arguments by name', { args: { to: shop } }, 'args'],
    ['an argument that is not known', { args: [shop, undefined] }, 'args[1]'],
    ['an amount below zero', { args: [shop, -1n] }, 'args'],
    ['an amount that is none', { args: [shop, 'all'] }, 'args'],
    ['an address that is none', { args: ['0x12', 1n] }, 'args'],
    ['data as well', { data: '0x' }, 'data'],
  ])('refuses %s, and says where', (_, change, part) => {
    const refused = () => encode({ ...pay, ...change })
    expect(refused).toThrow(InvalidParameterError)
    expect(refused).toThrow(`\`calls[0].${part}\``)
    expect(refused).toThrow('Nothing was stored or sent.')
  })

  test('says what the function takes', () => {
    expect(() => encode({ ...pay, args: [shop] })).toThrow(
      '`calls[0].args` has 1, and `transfer` takes 2.',
    )
    expect(() => encode({ ...pay, functionName: 'transfr' })).toThrow(
      'The ABI has: transfer, mint, tag.',
    )
  })
})

describe('wherever calls are taken', () => {
  const policy = definePolicy({
    permissions: [
      erc20Transfer({ token: to, to: shop, maxAmount: 10n }),
      contractCall({ address: to, abi, functionName: 'tag', valueLimit: 9n }),
    ],
    expiresIn: { hours: 1 },
  })
  const encoded = {
    to,
    data: encodeFunctionData({ abi, functionName: 'transfer', args: [shop, 5n] }),
  } as const
  const tooMuch = { to, abi, functionName: 'transfer', args: [shop, 11n] } as const

  test('a call by its function is what it is encoded', () => {
    expect(checkPolicy(policy, pay)).toEqual({ allowed: true, permissionIndexes: [0] })
    expect(checkPolicy(policy, [encoded, pay])).toEqual({
      allowed: true,
      permissionIndexes: [0, 0],
    })
    expect(checkPolicy(policy, [pay, tooMuch])).toMatchObject({ allowed: false, callIndex: 1 })
    expect(suggestLimits(policy, [pay])).toEqual(suggestLimits(policy, [encoded]))
    expect(neededPermission(pay)).toEqual(neededPermission(encoded))
  })

  test('one that cannot be encoded is refused with the reason, and nothing is thrown', () => {
    const wrong = { ...pay, args: [shop] } as unknown as typeof pay
    expect(checkPolicy(policy, wrong)).toMatchObject({
      allowed: false,
      rule: { type: 'malformed-call' },
      message: expect.stringContaining('`call.args` has 1, and `transfer` takes 2'),
    })
    const leaf = { validAfter: 0, validUntil: 0, sessionValidationModule: to, sessionKeyData: '0x' }
    expect(evaluateCall(leaf as never, wrong, { batch: false })).toMatchObject({
      allowed: false,
      rule: { type: 'malformed-call' },
    })
    expect(() => suggestLimits(policy, [wrong])).toThrow(BaseError)
    expect(neededPermission(wrong)).toBeUndefined()
  })
})

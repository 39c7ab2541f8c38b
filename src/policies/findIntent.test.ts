import { type Address, toFunctionSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { findIntent } from './findIntent.ts'

const target: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const formats = {
  'transfer(address to,uint256 amount)': { intent: 'Send tokens' },
  'fill((address maker, uint256 price) order)': { intent: 'Take\n an order\u202e' },
  '0xb6b55f25': { intent: { Action: 'Deposit', Into: 'the vault' } },
  'mint()': {},
  'not a function': { intent: 'Never' },
}
const descriptor = {
  context: { contract: { deployments: [{ chainId: 137, address: target.toLowerCase() }] } },
  display: { formats },
}
const find = (signature: string, part: object = {}) =>
  findIntent([descriptor], {
    chainId: 137,
    target,
    selector: toFunctionSelector(signature),
    ...part,
  })

describe('findIntent', () => {
  test('finds the words by selector, whatever names the file gives to parameters', () => {
    expect(find('transfer(address,uint256)')).toBe('Send tokens')
    expect(find('fill((address,uint256))')).toBe('Take an order')
    expect(find('deposit(uint256)')).toBe('Deposit the vault')
  })

  test('passes over files that are about something else', () => {
    const files = [
      { context: {}, display: { formats } },
      { context: { contract: {} }, display: { formats } },
    ]
    const selector = toFunctionSelector('mint()')
    expect(findIntent(files, { chainId: 137, target, selector })).toBeUndefined()
  })

  test('nothing for another function, contract or chain', () => {
    expect(find('transfer(address)')).toBeUndefined()
    expect(find('mint()')).toBeUndefined()
    expect(find('transfer(address,uint256)', { chainId: 1 })).toBeUndefined()
    const other = '0x3333333333333333333333333333333333333333'
    expect(find('transfer(address,uint256)', { target: other })).toBeUndefined()
  })
})

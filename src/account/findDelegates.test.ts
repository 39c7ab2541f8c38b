import { concat, type Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { findDelegates } from './findDelegates.ts'

const target = '0x2222222222222222222222222222222222222222'
const vanity: Hex = '0x0000002222222222222222222222222222222222'

describe('findDelegates', () => {
  test.each<[string, Hex, readonly Hex[] | undefined]>([
    [
      'ERC-1167',
      concat(['0x363d3d373d3d3d363d73', target, '0x5af43d82803e903d91602b57fd5bf3']),
      [target],
    ],
    [
      'ERC-1167 with a shorter push',
      concat([
        '0x363d3d373d3d3d363d70',
        `0x${vanity.slice(8)}`,
        '0x5af43d82803e903d91602857fd5bf3',
      ]),
      [vanity],
    ],
    [
      'the kind with push0',
      concat(['0x365f5f375f5f365f73', target, '0x5af43d5f5f3e5f3d91602a57fd5bf3']),
      [target],
    ],
    ['EIP-7702', concat(['0xef0100', target]), [target]],
    ['a proxy by slot', '0x365f5f375f5f365f545af43d5f5f3e5f3d91602a57fd5bf3', []],
    [
      'a push of data that looks like one',
      concat(['0x7f', target, `0x${'5af4'.repeat(6)}`]),
      undefined,
    ],
    ['code that calls, and does not delegate', concat(['0x73', target, '0x5af1']), undefined],
    ['code that ends in a push', '0x73', undefined],
    ['no code', '0x', undefined],
  ])('%s', (_, code, delegates) => {
    expect(findDelegates(code)).toEqual(delegates)
  })
})

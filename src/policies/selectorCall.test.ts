import { type Address, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import { InvalidAddressError } from '../errors/InvalidAddressError.ts'
import { InvalidLimitError } from '../errors/InvalidLimitError.ts'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { atMost } from './atMost.ts'
import { contractCall } from './contractCall.ts'
import { encodePermission } from './encodePermission.ts'
import { selectorCall } from './selectorCall.ts'
import { toWord } from './toWord.ts'

const address: Address = '0x3333333333333333333333333333333333333333'
const rules = [{ offset: 0, condition: 'atMost', referenceValue: toWord(100n) }] as const

describe('selectorCall', () => {
  test('makes the leaf that the function’s ABI would make', () => {
    const byAbi = contractCall({
      address,
      abi: parseAbi(['function deposit(uint256 amount) payable']),
      functionName: 'deposit',
      args: { amount: atMost(100n) },
      valueLimit: 5n,
    })
    const bySelector = selectorCall({ address, selector: '0xB6B55F25', rules, valueLimit: 5n })
    expect(encodePermission(bySelector, address)).toEqual(encodePermission(byAbi, address))
    expect(bySelector).not.toHaveProperty('abiFunction')
    expect(Object.isFrozen(bySelector) && Object.isFrozen(bySelector.rules)).toBe(true)
    expect(selectorCall({ address, selector: '0xb6b55f25' })).toEqual({
      type: 'contract-call',
      address,
      selector: '0xb6b55f25',
      rules: [],
      valueLimit: 0n,
    })
  })

  test.each(['0x', ''])(
    'says of the selector `%s` that no session can send plain coin',
    (empty) => {
      const make = () => selectorCall({ address, selector: empty as never, valueLimit: 5n })
      expect(make).toThrow(InvalidPermissionError)
      expect(make).toThrow('cannot allow a plain transfer of the native coin')
    },
  )

  test('refuses what no leaf can hold', () => {
    const make = (part: object) => () =>
      selectorCall({ address, selector: '0xb6b55f25', rules, ...part } as never)
    expect(make({ selector: '0xb6b55f' })).toThrow(InvalidPermissionError)
    expect(make({ selector: 'deposit' })).toThrow(InvalidPermissionError)
    expect(make({ rules: [{ ...rules[0], offset: 65_536 }] })).toThrow(InvalidPermissionError)
    expect(make({ address: '0x12' })).toThrow(InvalidAddressError)
    expect(make({ valueLimit: -1n })).toThrow(InvalidLimitError)
  })
})

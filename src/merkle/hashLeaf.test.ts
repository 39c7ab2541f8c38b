import { encodePacked, keccak256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { InvalidLeafError } from '../errors/leafErrors.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { hashLeaf } from './hashLeaf.ts'

describe('hashLeaf', () => {
  const sessionValidationModule = '0x000006bC2eCdAe38113929293d241Cf252D91861'

  test.each<SessionLeaf>([
    { validUntil: 0, validAfter: 0, sessionValidationModule, sessionKeyData: '0x' },
    { validUntil: 1_700_000_000, validAfter: 5, sessionValidationModule, sessionKeyData: '0xAbCd' },
    {
      validUntil: 2 ** 48 - 1,
      validAfter: 2 ** 48 - 1,
      sessionValidationModule,
      sessionKeyData: '0x00',
    },
  ])('is the hash of the packed leaf: $validUntil', (leaf) => {
    const packed = encodePacked(
      ['uint48', 'uint48', 'address', 'bytes'],
      [leaf.validUntil, leaf.validAfter, leaf.sessionValidationModule, leaf.sessionKeyData],
    )
    expect(hashLeaf(leaf)).toBe(keccak256(packed))
  })

  test('refuses a time that is no uint48', () => {
    for (const validUntil of [-1, 2 ** 48, 1.5, Number.NaN]) {
      const leaf = {
        validUntil,
        validAfter: 0,
        sessionValidationModule,
        sessionKeyData: '0x',
      } as const
      expect(() => hashLeaf(leaf)).toThrow(InvalidLeafError)
    }
  })

  test('refuses data of 32 bytes: the leaf would equal a node of the tree, and hide another one', () => {
    const hidden = hashLeaf({
      validUntil: 0,
      validAfter: 0,
      sessionValidationModule,
      sessionKeyData: '0xabcd',
    })
    // the left half is what anybody can choose: the times and the address of a module
    const hiding = {
      validUntil: 1,
      validAfter: 0,
      sessionValidationModule: '0x0000000000000000000000000000000000000aaa',
      sessionKeyData: hidden,
    } as const
    expect(() => hashLeaf(hiding)).toThrow(InvalidLeafError)
    for (const bytes of [31, 33, 64])
      expect(hashLeaf({ ...hiding, sessionKeyData: `0x${'ab'.repeat(bytes)}` })).toHaveLength(66)
  })

  test.each([
    ['0x', 'invalid-module'],
    ['0x0000000000000000000000000000000000000a', 'invalid-module'],
    [`${sessionValidationModule}00`, 'invalid-module'],
    ['000006bC2eCdAe38113929293d241Cf252D91861ff', 'invalid-module'],
    [undefined, 'invalid-module'],
  ])('refuses the module %s, which would move the data behind it', (module, problem) => {
    const leaf = { validUntil: 0, validAfter: 0, sessionKeyData: '0xabcd' } as const
    expect(() => hashLeaf({ ...leaf, sessionValidationModule: module as never })).toThrow(
      expect.objectContaining({ problem }),
    )
  })

  test.each(['0xabc', '0xzz', 'abcd', '', undefined, null])('refuses the data %s', (data) => {
    const leaf = { validUntil: 0, validAfter: 0, sessionValidationModule } as const
    expect(() => hashLeaf({ ...leaf, sessionKeyData: data as never })).toThrow(
      expect.objectContaining({ problem: 'not-hex' }),
    )
  })
})

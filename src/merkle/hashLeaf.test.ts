import { encodePacked, keccak256 } from 'viem'
import { describe, expect, test } from 'vitest'
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
      expect(() => hashLeaf(leaf)).toThrow(RangeError)
    }
  })
})

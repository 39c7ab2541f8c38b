import { crc32 as reference } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from './crc32.ts'

describe('crc32', () => {
  test('is the CRC-32 of the code units, as zlib has it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expected = reference(Buffer.from(text, 'utf16le'))
        expect(crc32(text)).toBe(expected.toString(16).padStart(8, '0'))
      }),
    )
  })
})

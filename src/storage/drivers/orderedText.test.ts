import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/harness/counts.ts'
import { orderedText } from './orderedText.ts'

const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0x1e, max: 0x80 })))
  .map((units) => String.fromCharCode(...units))

describe('orderedText', () => {
  test('comes back as it went in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const encoded = orderedText.encode(text)
        expect(encoded).toMatch(/^[!#-~]*$/)
        expect(orderedText.decode(encoded)).toBe(text)
      }),
      { numRuns: runs(2000) },
    )
  })

  test('sorts as the text does', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(Buffer.compare(bytes(a), bytes(b)))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
      { numRuns: runs(2000) },
    )
    function bytes(text: string) {
      return Buffer.from(orderedText.encode(text))
    }
  })

  test.each(['é', '"', '!00', '~zzzz', '!0041', '~0041', '!007F', 'a\n'])(
    'what encode does not give is no text: %j',
    (encoded) => {
      expect(orderedText.decode(encoded)).toBeUndefined()
    },
  )
})

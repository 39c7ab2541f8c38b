import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { plainText } from './plainText.ts'

describe('plainText', () => {
  test.each([
    ['line breaks and tabs', 'USDC\nto your\taccount', 'USDC to your account'],
    ['direction marks', 'USD\u202eC\u2066', 'USDC'],
    ['zero width', 'US\u200b\u2060DC\ufeff', 'USDC'],
    ['blank letters', '\u3164\u115f\uffa0\u2800', ''],
    ['wide spaces', 'A\u00a0\u3000\u2003B', 'A B'],
    ['half characters', 'A\ud800B', 'AB'],
    ['piled-up marks', `U${'\u0334\u0321'.repeat(15)}`, 'U\u0334\u0334'],
    ['marks on nothing', '\u0301\u0301A', 'A'],
    ['quotation marks', 'Mint”, “safe” "«»』', "Mint', 'safe' ''''"],
    ['decomposed letters', 'Cafe\u0301', 'Café'],
    ['nothing', undefined, ''],
  ])('%s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  test('leaves every script whole, with its marks and apostrophes', () => {
    for (const text of ['ट्रांसफ़र की अनुमति', 'ส่งน้ำที่นี่', 'أرسل إلى الحساب', '送金する', "l'app’s"])
      expect(plainText(text)).toBe(text.normalize('NFC'))
  })

  test('cuts what is long between characters', () => {
    expect(plainText('🙂'.repeat(300), 5)).toBe('🙂🙂🙂🙂…')
    expect(plainText('x'.repeat(5), 5)).toBe('xxxxx')
    expect(plainText('x'.repeat(1 << 22))).toHaveLength(200)
  })

  test('is one visible line that stays in its quotes, and is plain itself', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })
    fc.assert(
      fc.property(text, (given) => {
        const plain = plainText(given)
        expect(plain).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\u3164\u2800"“”«»„]|\s\s|^\s|\s$/u)
        expect(plain).not.toMatch(/\p{M}{3}/u)
        expect([...plain].length).toBeLessThanOrEqual(200)
        expect(plainText(plain)).toBe(plain)
      }),
      { numRuns: runs(5_000) },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/harness/counts.ts'
import { isPlainName, isPlainSymbol } from './tokenText.ts'

/** What a contract may say of itself to be taken for the page's words, or for another contract. */
const spoofs: [string, unknown][] = [
  ['hangul fillers', '\u3164\u3164'],
  ['braille blanks', '\u2800\u2800'],
  ['a direction override', 'USD\u202eC'],
  ['a zero-width space', 'US\u200bDC'],
  ['a line break', 'USDC\nto your account'],
  ['a Cyrillic letter', 'USD\u0421'],
  ['Cyrillic letters alone', '\u0421\u041e\u041c\u0420'],
  ['Greek letters alone', '\u0391\u0392'],
  ['a sentence', 'USDC to your own account, at most 1'],
  ['a sentence without signs', 'USDC to your own account'],
  ['a promise', 'USDC ✅ (safe, at most 1'],
  ['a bracket', 'USDC (safe)'],
  ['piled-up marks', `U${'\u0334\u0321'.repeat(15)}`],
  ['a mark', 'USD\u0301C'],
  ['41 characters', 'x'.repeat(41)],
  ['markup', '<img src=x onerror=alert(1)>'],
  ['an address', '0x1f98…F984 (Uniswap, verified)'],
  ['a whole address', '0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984'],
  ['wide spaces', 'A\u00a0\u3000\u2003B'],
  ['two spaces', 'USD  Coin'],
  ['wide letters', 'ＵＳＤＣ'],
  ['small capitals', 'ᴜsᴅᴄ'],
  ['mathematical letters', '𝐔𝐒𝐃𝐂'],
  ['letters in circles', 'ⓊⓈⒹⒸ'],
  ['an emoji', 'USDC🔒'],
  ['quotation marks', 'USDC”'],
  ['digits alone', '000'],
  ['signs alone', '$'],
  ['nothing', ''],
  ['a space', ' '],
  ['no text', undefined],
  ['a number', 5],
]

describe('isPlainSymbol', () => {
  test.each([
    'USDC',
    'USDC.e',
    'USD₮0',
    'UNI-V2',
    'stETH',
    '$WIF',
    '1INCH',
    '0xBTC',
    'aPolUSDC',
    'A',
    'yvUSDC-1',
    '柴犬',
    'ビット',
    '원화',
    'sUSD+',
  ])('%s', (symbol) => {
    expect(isPlainSymbol(symbol)).toBe(true)
  })

  test.each<[string, unknown]>([
    ...spoofs,
    ['a space inside', 'USD Coin'],
    ['twelve characters', 'ABCDEFGHIJKL'],
    ['a slash', 'USDC/day'],
    ['two joints', 'USDC-a-day'],
    ['a joint at the end', 'USDC.'],
    ['a comma', '1,000K'],
    ['é', 'USDÇ'],
  ])('is not %s', (_, text) => {
    expect(isPlainSymbol(text)).toBe(false)
  })
})

describe('isPlainName', () => {
  test.each([
    'USD Coin',
    'Mock NFT',
    'Uniswap V3: USDC/ETH',
    'Wrapped liquid staked Ether 2.0',
    'Tether USD',
    'Café Token',
    'Bored Ape Yacht Club',
    'Curve.fi Factory USD Metapool: Frax',
    '日本円コイン',
    'إيثر',
    'रुपया',
    "Yearn's Vault",
  ])('%s', (name) => {
    expect(isPlainName(name)).toBe(true)
  })

  test.each(spoofs)('is not %s', (_, text) => {
    expect(isPlainName(text)).toBe(false)
  })
})

describe('any text', () => {
  test('what passes is short, seen, of one script, and ends where it seems to', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({
        unit: fc.constantFrom(
          'A',
          'b',
          '0',
          '.',
          '-',
          ' ',
          '$',
          'С',
          '\u0301',
          'é',
          '中',
          '\u3164',
        ),
      }),
    )
    fc.assert(
      fc.property(text, (given) => {
        if (isPlainSymbol(given)) expect(given).toMatch(/^[^\p{C}\p{Z},;!?()"]{1,11}$/u)
        if (isPlainName(given)) expect(given).toMatch(/^[^\p{C},;!?()"]{1,40}$/u)
        if (!isPlainSymbol(given) && !isPlainName(given)) return
        expect(given).toMatch(/\p{L}/u)
        expect(given).not.toMatch(/[\p{Script=Cyrillic}\p{Script=Greek}\u3164\u2800]/u)
        expect(given).not.toMatch(/^\s|\s$|\s\s|[^\S ]/u)
        expect(/\p{Script=Latin}/u.test(given) && /\p{Script=Han}/u.test(given)).toBe(false)
      }),
      { numRuns: runs(5_000) },
    )
  })
})

/**
 * Scripts whose letters are not taken for Latin ones. Cyrillic and Greek are missing: "USDС" ends
 * in a Cyrillic letter, and "СОМР" has no Latin one at all. Hangul is syllables alone, because its
 * fillers are letters that nobody sees.
 */
const scripts = [
  '[A-Za-z]',
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\u30fc]',
  '[\uac00-\ud7a3]',
  '[\\p{Script=Arabic}]',
  '[\\p{Script=Hebrew}]',
  '[\\p{Script=Devanagari}]',
  '[\\p{Script=Bengali}]',
  '[\\p{Script=Tamil}]',
  '[\\p{Script=Telugu}]',
  '[\\p{Script=Thai}]',
] as const
const [, ...others] = scripts

/** A letter somewhere, and no mark first: it would stand on what comes before. */
const begins = (letter: string) => `(?!\\p{M})(?=.*(?=\\p{L})${letter})`

/** Letters, digits and signs of money, with at most one sign that joins them: there is a letter. */
const symbolOf = (letter: string) => {
  const piece = `(?:${letter}|[0-9$₮€£¥₿])+`
  return new RegExp(`^${begins(letter)}${piece}(?:[-._]${piece})?\\+?$`, 'u')
}
/** Words with single spaces between them. */
const nameOf = (letter: string) => {
  const word = `(?:${letter}|[0-9$₮€£¥₿&+#/:'._-])+`
  return new RegExp(`^${begins(letter)}${word}(?: ${word})*$`, 'u')
}
const symbols = scripts.map(symbolOf)
// a name is quoted where it stands in a sentence, so that é may be in it
const names = [
  nameOf('[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0130\u0132-\u017e]'),
  ...others.map(nameOf),
]

const longestSymbol = 11
const longestName = 40

/**
 * Whether a text can be the symbol of a token, such as "USDC", "USDC.e" or "USD₮0", and nothing else:
 * short, of one script, without look-alikes, blanks, or anything that goes on with a sentence.
 * Anybody may call a token "USDC" all the same: its address decides.
 */
export function isPlainSymbol(text: unknown): text is string {
  return isPlain(text, longestSymbol) && symbols.some((shape) => shape.test(text))
}

/**
 * Whether a text can be the name of a contract, such as "USD Coin" or "Uniswap V3: USDC/ETH": words
 * of one script without commas and brackets, of which at most two begin in lower case, so that it is
 * no sentence, and no address. Quote it all the same where it stands in one.
 */
export function isPlainName(text: unknown): text is string {
  if (!isPlain(text, longestName) || /^0x[0-9a-f]{4}/i.test(text)) return false
  const lower = text.split(' ').filter((word) => /^\p{Ll}/u.test(word))
  return lower.length <= 2 && names.some((shape) => shape.test(text))
}

function isPlain(text: unknown, longest: number): text is string {
  if (typeof text !== 'string' || text.length > 2 * longest) return false
  // what is wide, superscript or not composed looks like something else
  return [...text].length <= longest && text.normalize('NFKC') === text && !/\p{M}{3}/u.test(text)
}

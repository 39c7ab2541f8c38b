import { nameWords } from './nameWords.ts'

/**
 * Whether a function's name is made of words, as people write them. One that was looked for because
 * it has a wanted selector, such as `claimReward_akffr`, is not.
 */
export function isReadableName(name: string): boolean {
  return (
    /^_*([a-z][a-zA-Z\d]*|[a-z][a-z\d]*(_[a-z\d]+)*_?)$/.test(name) &&
    /[aeiouy]/.test(name) &&
    name.replace(/\D/g, '').length <= 4 &&
    nameWords(name).every(isWord)
  )
}

/** With a vowel, unless it is short, and no four consonants on end but those of English words. */
function isWord(word: string): boolean {
  const plain = word.replace(/thdr|bscr|nstr|mstr|ngth|ght|tch|sch|ck|sh|th/g, 't')
  return word.length <= 4 || (/[aeiouy]/.test(word) && !/[^aeiouy\d]{4}/.test(plain))
}

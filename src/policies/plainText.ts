/** Symbols, names and intents are foreign: no line breaks and no direction marks in a log. */
export function plainText(text: unknown): string {
  return String(text)
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
    .slice(0, 200)
}

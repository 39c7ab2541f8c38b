const pattern = /^(?:[#-}]|[!~][0-9a-f]{4})*$/

/**
 * Any text as printable ASCII that sorts by bytes as the text does by code units, and back: for
 * stores that compare bytes, or that do not keep a NUL or half of a surrogate pair. Printable
 * characters stay; those below become `!` and those above `~`, with four digits.
 */
export const orderedText = {
  encode(text: string): string {
    let encoded = ''
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      encoded += unit >= 0x23 && unit <= 0x7d ? text[index] : escaped(unit)
    }
    return encoded
  },

  /** `undefined` for what `encode` does not give. */
  decode(encoded: string): string | undefined {
    if (!pattern.test(encoded)) return undefined
    const text = encoded.replace(/[!~](....)/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
    return orderedText.encode(text) === encoded ? text : undefined
  },
}

function escaped(unit: number): string {
  return (unit < 0x23 ? '!' : '~') + unit.toString(16).padStart(4, '0')
}

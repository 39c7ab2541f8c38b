/** What nobody sees, such as direction marks and fillers: a name may consist of nothing else. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Me}]/gu
/** Spaces of every width, line breaks, control characters, and the pattern without dots. */
const blank = /[\s\p{Z}\p{Cc}\u2800]+/gu
/** What closes the quotation that the text stands in. Apostrophes stay. */
const quotes =
  /["\u00ab\u00bb\u201c-\u201f\u2039\u203a\u300c-\u300f\u301d-\u301f\uff02\uff62\uff63]/gu
/** Marks that are piled up cover the lines above and below. No language needs three on a letter. */
const pile = /^[\p{M} ]+|(?<=\p{M}{2})\p{M}+/gu

/**
 * What an app, a file or a contract says, as one line that keeps to its quotation marks: composed
 * (NFC), without line breaks, direction marks, blanks and piled-up marks, and cut where it is long.
 * That does not make it true.
 */
export function plainText(
  text: unknown,
  /** Characters. */
  longest = 200,
): string {
  // what is cut off anyway is not worth looking through
  const given = (typeof text === 'string' ? text : '').slice(0, 16 * longest)
  const line = given
    .replace(invisible, '')
    .replace(blank, ' ')
    .normalize('NFC')
    .replace(pile, '')
    .replace(quotes, "'")
    .trim()
  const characters = [...line]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line
}

/** The words of a function's name, small: `setFeeTo` is `set`, `fee` and `to`. */
export function nameWords(name: string): string[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .toLowerCase()
    .trim()
  return words === '' ? [] : words.split(' ')
}

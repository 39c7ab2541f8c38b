const longest = 80
const largest = 10n ** 80n

/**
 * An unknown value, as an error's message may quote it: in a few characters whatever it is. Objects
 * and lists are never written out, since what they hold may be without end, or throw.
 */
export function quoted(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > longest ? `a text of ${value.length} characters` : JSON.stringify(value)
    case 'bigint':
      return value > -largest && value < largest ? `${value}n` : 'a bigint of more than 80 digits'
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object'
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value)
    default:
      return `a ${typeof value}`
  }
}

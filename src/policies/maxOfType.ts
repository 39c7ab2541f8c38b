/**
 * The largest word that a clean encoding of an unsigned type has; nothing for types that are not
 * ordered by their word.
 */
export function maxOfType(type: string): bigint | undefined {
  if (type === 'bool') return 1n
  if (type === 'address') return (1n << 160n) - 1n
  const bits = /^uint([0-9]+)$/.exec(type)?.[1]
  return bits === undefined ? undefined : (1n << BigInt(bits)) - 1n
}

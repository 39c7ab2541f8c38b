let tables: readonly [Uint32Array, Uint32Array] | undefined

/**
 * CRC-32 (IEEE 802.3) of a string's code units, as eight hexadecimal digits: it finds every change
 * of a single bit and of any 32 bits in a row. It protects from damage, not from an attacker.
 */
export function crc32(text: string): string {
  tables ??= makeTables()
  const [one, two] = tables
  let crc = 0xffffffff
  for (let index = 0; index < text.length; index++) {
    // Both bytes of a unit at once: each has a table of what it comes to after the other.
    const both = crc ^ text.charCodeAt(index)
    crc = (crc >>> 16) ^ (two[both & 0xff] ?? 0) ^ (one[(both >>> 8) & 0xff] ?? 0)
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0')
}

function makeTables(): readonly [Uint32Array, Uint32Array] {
  const one = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    return value
  })
  return [one, one.map((value) => (value >>> 8) ^ (one[value & 0xff] ?? 0))]
}

let table: Uint32Array | undefined

/**
 * CRC-32 (IEEE 802.3) of a string's code units, as eight hexadecimal digits: it finds every change
 * of a single bit and of any 32 bits in a row. It protects from damage, not from an attacker.
 */
export function crc32(text: string): string {
  table ??= makeTable()
  let crc = 0xffffffff
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    crc = (crc >>> 8) ^ (table[(crc ^ unit) & 0xff] ?? 0)
    crc = (crc >>> 8) ^ (table[(crc ^ (unit >>> 8)) & 0xff] ?? 0)
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0')
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    return value
  })
}

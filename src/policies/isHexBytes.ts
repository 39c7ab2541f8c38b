import type { Hex } from 'viem'

/** Whether a value is `0x` and whole bytes in hexadecimal; of a given length in bytes, if one is given. */
export function isHexBytes(value: unknown, size?: number): value is Hex {
  return (
    typeof value === 'string' &&
    value.length % 2 === 0 &&
    (size === undefined || value.length === 2 + size * 2) &&
    /^0x[0-9a-fA-F]*$/.test(value)
  )
}

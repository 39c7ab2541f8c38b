import type { Hex } from 'viem'

/** An unsigned number as a 32-byte word. */
export function toWord(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, '0')}`
}

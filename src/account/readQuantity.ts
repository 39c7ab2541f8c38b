import { type Hex, hexToBigInt } from 'viem'

/** Services write quantities as hex, and Biconomy's as decimal strings or numbers too. */
export function readQuantity(value: unknown): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value)
  if (typeof value !== 'string') return undefined
  if (/^0x[0-9a-f]+$/i.test(value)) return hexToBigInt(value as Hex)
  return /^\d+$/.test(value) ? BigInt(value) : undefined
}

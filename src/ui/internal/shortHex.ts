import type { Hex } from 'viem'

/** The two ends of an address or hash. */
export function shortHex(hex: Hex): string {
  return hex.length <= 16 ? hex : `${hex.slice(0, 8)}…${hex.slice(-6)}`
}

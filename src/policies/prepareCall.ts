import type { Address, Hex } from 'viem'
import type { CheckedCall } from '../types/PermissionModule.ts'
import type { Call } from '../types/Policy.ts'
import { isHexBytes } from './isHexBytes.ts'

/** The call as the contracts get it, to be tried against many leaves; or why it is none. */
export function prepareCall(call: Call): CheckedCall | { problem: string } {
  const parts = partsOf(call)
  if (!parts) return { problem: 'it is not an object' }
  const { to, data = '0x', value = 0n } = parts
  if (!isHexBytes(to, 20)) return { problem: '`to` is not an address' }
  if (!isHexBytes(data)) return { problem: '`data` is not whole bytes in hexadecimal' }
  if (typeof value !== 'bigint' || value < 0n || value >= 1n << 256n) {
    return { problem: '`value` is not a bigint from 0 to 2^256 − 1' }
  }
  return { to: to.toLowerCase() as Address, data: data.toLowerCase() as Hex, value }
}

/** Each part read once: a call may come from anywhere. */
function partsOf(call: Call): Partial<Call> | undefined {
  try {
    const { to, data, value } = call
    return { to, data, value }
  } catch {
    return undefined
  }
}

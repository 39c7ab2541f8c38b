import type { Address, Hex } from 'viem'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { CheckedCall } from '../types/PermissionModule.ts'
import type { Call } from '../types/Policy.ts'
import { isHexBytes } from './isHexBytes.ts'
import { toEncodedCall } from './toEncodedCall.ts'

/** The call as the contracts get it, to be tried against many leaves; or why it is none. */
export function prepareCall(call: AnyCall): CheckedCall | { problem: string } {
  const encoded = encodedOrProblem(call)
  if ('problem' in encoded) return encoded
  const { to, data = '0x', value = 0n } = encoded
  if (!isHexBytes(to, 20)) return { problem: '`to` is not an address' }
  if (!isHexBytes(data)) return { problem: '`data` is not whole bytes in hexadecimal' }
  if (typeof value !== 'bigint' || value < 0n || value >= 1n << 256n) {
    return { problem: '`value` is not a bigint from 0 to 2^256 − 1' }
  }
  return { to: to.toLowerCase() as Address, data: data.toLowerCase() as Hex, value }
}

/** A call may come from anywhere, and a proxy may throw whatever it likes. */
function encodedOrProblem(call: AnyCall): Call | { problem: string } {
  try {
    return toEncodedCall(call, 'call')
  } catch (error) {
    return { problem: problemOf(error) ?? 'it is not an object' }
  }
}

function problemOf(error: unknown): string | undefined {
  try {
    return error instanceof InvalidParameterError
      ? error.shortMessage.replace(/\.$/, '')
      : undefined
  } catch {
    return undefined
  }
}

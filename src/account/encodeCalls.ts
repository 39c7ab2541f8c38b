import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { Call } from '../types/Policy.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

/**
 * The account's calldata for calls, as the SDK encodes it: `execute_ncC` for one,
 * `executeBatch_y6U` for several. The batch router accepts only the latter, hence `batch`.
 */
export function encodeCalls(calls: readonly Call[], options: { batch: boolean }): Hex {
  const [first] = calls
  if (!options.batch && first && calls.length === 1)
    return encodeFunctionData({
      abi: smartAccountAbi,
      functionName: 'execute_ncC',
      args: [lower(first.to), first.value ?? 0n, first.data ?? '0x'],
    })
  return encodeFunctionData({
    abi: smartAccountAbi,
    functionName: 'executeBatch_y6U',
    args: [
      calls.map((call) => lower(call.to)),
      calls.map((call) => call.value ?? 0n),
      calls.map((call) => call.data ?? '0x'),
    ],
  })
}

/** Addresses compare without case here, and viem refuses a wrong checksum. */
function lower(address: Address): Address {
  return address.toLowerCase() as Address
}

import { type Address, isAddress, isHex } from 'viem'
import { InvalidAddressError } from '../errors/InvalidAddressError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { Call } from '../types/Policy.ts'

/**
 * Makes sure that calls are calls, before anything is asked of anybody.
 *
 * @throws InvalidParameterError, InvalidAddressError
 */
export function assertCalls(calls: readonly Call[]): void {
  if (!Array.isArray(calls) || calls.length === 0)
    throw new InvalidParameterError({
      parameter: 'calls',
      problem: 'has no call',
      fix: 'Give at least one call.',
    })
  for (const [i, { to, data, value }] of calls.entries()) {
    const refuse = (field: string, problem: string, fix: string) => {
      throw new InvalidParameterError({ parameter: `calls[${i}].${field}`, problem, fix })
    }
    if (!isAddress(to as Address, { strict: false }))
      throw new InvalidAddressError({ parameter: `calls[${i}].to`, value: to })
    if (data !== undefined && (!isHex(data, { strict: true }) || data.length % 2 !== 0))
      refuse('data', 'is no whole bytes in hex', 'Encode it with encodeFunctionData().')
    if (value !== undefined && (typeof value !== 'bigint' || value < 0n))
      refuse('value', `is no amount: ${String(value)}`, 'Give wei as a bigint of zero or more.')
  }
}

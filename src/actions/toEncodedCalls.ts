import { type Address, isAddress, isHex } from 'viem'
import { InvalidAddressError } from '../errors/InvalidAddressError.ts'
import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import { quoted } from '../errors/quoted.ts'
import { toEncodedCall } from '../policies/toEncodedCall.ts'
import type { AnyCall } from '../types/Calls.ts'
import type { Call } from '../types/Policy.ts'

/**
 * The edge of everything that sends: makes sure that calls are calls before anything is asked of
 * anybody, and encodes those by their function. What is below works on this copy.
 *
 * @throws InvalidParameterError, InvalidAddressError
 */
export function toEncodedCalls(calls: readonly AnyCall[]): readonly Call[] {
  if (!Array.isArray(calls) || calls.length === 0)
    throw new InvalidParameterError({
      parameter: 'calls',
      problem: 'has no call',
      fix: 'Give at least one call.',
    })
  return calls.map((call: AnyCall, i) => {
    const name = `calls[${i}]`
    if (typeof call !== 'object' || call === null)
      throw new InvalidParameterError({
        parameter: name,
        problem: `is ${quoted(call)}, and not a call`,
        fix: 'Give `{ to, data }`, or `{ to, abi, functionName, args }`.',
      })
    return checked(toEncodedCall(call, name), name)
  })
}

function checked(call: Call, name: string): Call {
  const { to, data, value } = call
  const refuse = (field: string, problem: string, fix: string) => {
    throw new InvalidParameterError({ parameter: `${name}.${field}`, problem, fix })
  }
  if (!isAddress(to as Address, { strict: false }))
    throw new InvalidAddressError({ parameter: `${name}.to`, value: to })
  if (data !== undefined && (!isHex(data, { strict: true }) || data.length % 2 !== 0))
    refuse('data', 'is no whole bytes in hex', 'Encode it with encodeFunctionData().')
  if (value !== undefined && (typeof value !== 'bigint' || value < 0n))
    refuse('value', `is no amount: ${String(value)}`, 'Give wei as a bigint of zero or more.')
  return call
}

import { type Address, getAddress, isAddress } from 'viem'
import { InvalidAddressError } from '../errors/InvalidAddressError.ts'

/** The address in EIP-55 form, whatever the case it came in. @throws InvalidAddressError */
export function checkedAddress(value: unknown, parameter: string): Address {
  if (typeof value !== 'string' || !isAddress(value, { strict: false })) {
    throw new InvalidAddressError({ parameter, value })
  }
  return getAddress(value)
}

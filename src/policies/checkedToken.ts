import type { Address } from 'viem'
import { InvalidPermissionError } from '../errors/InvalidPermissionError.ts'
import { checkedAddress } from './checkedAddress.ts'
import { noPlainTransfer } from './noPlainTransfer.ts'

// what exchanges and ERC-7528 write in a token's place for the chain's own coin
const coins = [
  '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
  '0x0000000000000000000000000000000000000000',
]

/**
 * The address of an ERC-20 contract, in EIP-55 form.
 *
 * @throws InvalidAddressError
 * @throws InvalidPermissionError for an address that stands for the native coin.
 */
export function checkedToken(value: unknown): Address {
  const token = checkedAddress(value, 'token')
  if (!coins.includes(token)) return token
  throw new InvalidPermissionError({
    parameter: 'token',
    problem: `is an address that stands for the native coin (${token}), and ${noPlainTransfer()}`,
    fix: 'give the contract of a token, such as the wrapped coin. The owner has to send plain coin.',
  })
}

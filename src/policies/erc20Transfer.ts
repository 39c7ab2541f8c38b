import type { Address } from 'viem'
import type { Erc20TransferPermission } from '../types/Policy.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedLimit } from './checkedLimit.ts'

export interface Erc20TransferParameters {
  token: Address
  /** The only recipient. */
  to: Address
  /** The most that each call may move, in the token's base units. The chain counts no total. */
  maxAmount: bigint
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/**
 * Permission to send one token to one recipient, capped per call.
 * Checked on the chain by Biconomy's `ERC20SessionValidationModule`.
 *
 * That module does not look at the function selector: any function of the token whose first two
 * arguments are an address and an amount passes, such as `approve(to, amount)`. Where that matters,
 * use `contractCall` with `transfer`, which pins the function.
 *
 * @throws InvalidAddressError, InvalidLimitError
 * @example
 * erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) })
 */
export function erc20Transfer(parameters: Erc20TransferParameters): Erc20TransferPermission {
  const { required } = parameters
  return Object.freeze({
    type: 'erc20-transfer',
    token: checkedAddress(parameters.token, 'token'),
    to: checkedAddress(parameters.to, 'to'),
    maxAmount: checkedLimit(parameters.maxAmount, 'maxAmount', 256),
    ...(required === undefined ? {} : { required }),
  })
}

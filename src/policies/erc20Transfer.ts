import type { Address } from 'viem'
import type { ContractCallPermission } from '../types/Policy.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedLimit } from './checkedLimit.ts'
import { checkedToken } from './checkedToken.ts'
import { erc20TransferFunction } from './erc20TransferFunction.ts'
import { erc20TransferRules } from './erc20TransferRules.ts'
import { erc20TransferSelector } from './erc20TransferSelector.ts'
import { typedErrors } from './typedErrors.ts'
import type { UnsignedBound } from './UnsignedBound.ts'

export interface Erc20TransferParameters<amount extends bigint = bigint> {
  token: Address
  /** The only recipient. */
  to: Address
  /** The most that each call may move, in the token's base units. The chain counts no total. */
  maxAmount: UnsignedBound<amount>
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/**
 * Permission to send one token to one recipient, capped per call: `transfer(to, amount)` with
 * exactly this `to` and at most this `amount`, and nothing else of the token.
 *
 * Checked on the chain by Biconomy's ABI session validation module, which pins the function. Their
 * `ERC20SessionValidationModule` does not; see `erc20ModuleTransfer`.
 *
 * @throws InvalidAddressError, InvalidLimitError
 * @throws InvalidPermissionError for a `token` that stands for the native coin.
 * @example
 * erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) })
 */
export function erc20Transfer<const amount extends bigint>(
  parameters: Erc20TransferParameters<amount>,
): ContractCallPermission {
  return typedErrors('erc20Transfer', () => {
    const { required } = parameters
    const to = checkedAddress(parameters.to, 'to')
    const maxAmount = checkedLimit(parameters.maxAmount, 'maxAmount', 256)
    return Object.freeze({
      type: 'contract-call',
      address: checkedToken(parameters.token),
      selector: erc20TransferSelector,
      rules: Object.freeze(erc20TransferRules(to, maxAmount).map((rule) => Object.freeze(rule))),
      valueLimit: 0n,
      abiFunction: erc20TransferFunction,
      ...(required === undefined ? {} : { required }),
    })
  })
}

import type { Erc20TransferPermission } from '../types/Policy.ts'
import { checkedAddress } from './checkedAddress.ts'
import { checkedLimit } from './checkedLimit.ts'
import { checkedToken } from './checkedToken.ts'
import type { Erc20TransferParameters } from './erc20Transfer.ts'
import { typedErrors } from './typedErrors.ts'

/**
 * A transfer permission for Biconomy's `ERC20SessionValidationModule`, byte for byte what the SDK's
 * `createERC20SessionDatum` makes. For sessions that have to be shared with code that expects that
 * module; everything else is better off with `erc20Transfer`.
 *
 * **It allows more than a transfer.** The module never looks at the function selector: every
 * function of the token whose first two words are `to` and at most `maxAmount` passes, such as
 *
 * - `approve(to, amount)` and `increaseAllowance(to, amount)`: `to` may take the tokens later, also
 *   after the session has ended;
 * - `burnFrom(to, amount)`, `mint(to, amount)`, or whatever else this token has of that shape.
 *
 * The approval shows this as a warning (`erc20-any-function`).
 *
 * @throws InvalidAddressError, InvalidLimitError
 * @throws InvalidPermissionError for a `token` that stands for the native coin.
 * @example
 * erc20ModuleTransfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) })
 */
export function erc20ModuleTransfer<const amount extends bigint>(
  parameters: Erc20TransferParameters<amount>,
): Erc20TransferPermission {
  return typedErrors('erc20ModuleTransfer', () => {
    const { required } = parameters
    return Object.freeze({
      type: 'erc20-transfer',
      token: checkedToken(parameters.token),
      to: checkedAddress(parameters.to, 'to'),
      maxAmount: checkedLimit(parameters.maxAmount, 'maxAmount', 256),
      ...(required === undefined ? {} : { required }),
    })
  })
}

import type { Address, Hex } from 'viem'
import type { ArgumentRule, ContractCallPermission } from '../types/Policy.ts'
import { checkedPermission } from './checkedPermission.ts'
import { typedErrors } from './typedErrors.ts'

export interface SelectorCallParameters {
  /** The contract that may be called. */
  address: Address
  /** Four bytes. */
  selector: Hex
  /** Comparisons of 32-byte words, `offset` in bytes from after the selector. @default none */
  rules?: readonly ArgumentRule[] | undefined
  /** The native value each call may carry at most, in wei. @default 0n */
  valueLimit?: bigint | undefined
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/**
 * Permission to call a function of which only the selector is known. Prefer `contractCall`: without
 * an ABI the user reads a selector and raw words, marked as a danger, unless the function is a
 * well-known one; and nothing checks that a rule falls on the argument it is meant for.
 *
 * @throws InvalidPermissionError, InvalidAddressError, InvalidLimitError
 * @example
 * selectorCall({
 *   address: vault,
 *   selector: '0xb6b55f25',
 *   rules: [{ offset: 0, condition: 'atMost', referenceValue: toHex(100n, { size: 32 }) }],
 * })
 */
export function selectorCall(parameters: SelectorCallParameters): ContractCallPermission {
  return typedErrors('selectorCall', () => {
    const { address, selector, rules = [], valueLimit = 0n, required } = parameters
    const permission = {
      type: 'contract-call',
      address,
      selector,
      rules,
      valueLimit,
      required,
    } as const
    return checkedPermission(permission, 'permission') as ContractCallPermission
  })
}

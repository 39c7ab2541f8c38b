import { type Address, isAddress, maxUint256 } from 'viem'
import type { ArgumentDescription, LeafDescription } from './LeafDescription.ts'
import { typedErrors } from './typedErrors.ts'

/** A permission to send a token, in the terms a user thinks in. */
export interface TransferDescription {
  token: Address
  /** `undefined`: anybody. */
  to: Address | undefined
  /** Base units per call. `undefined`: any amount. */
  maxAmount: bigint | undefined
}

/**
 * Reads a permission as a plain ERC-20 transfer, whichever module checks it: to one recipient or
 * anybody, up to an amount. Rules that say anything else are no plain transfer, and are shown one
 * by one.
 */
export function transferOf(description: LeafDescription): TransferDescription | undefined {
  return typedErrors('transferOf', () => {
    if (description.type === 'unreadable' || !description.readable) return undefined
    if (description.type === 'erc20-transfer') {
      const { token, to, maxAmount } = description
      return { token, to, maxAmount: maxAmount === maxUint256 ? undefined : maxAmount }
    }
    const { signature, target, valueLimit } = description
    if (signature !== 'transfer(address,uint256)' || valueLimit !== 0n) return undefined
    const [recipient, amount] = description.arguments.map(conditionsOf)
    if (!recipient || !amount || recipient.length > 1 || amount.length > 1) return undefined
    const to = recipient[0]
    const limit = amount[0]
    if (to && (to.condition !== 'equal' || typeof to.value !== 'string' || !isAddress(to.value)))
      return undefined
    if (limit && (limit.condition !== 'atMost' || typeof limit.value !== 'bigint')) return undefined
    return {
      token: target,
      to: to?.value as Address | undefined,
      maxAmount: limit?.value as bigint | undefined,
    }
  })
}

function conditionsOf(argument: ArgumentDescription) {
  return argument.conditions.filter(({ implied }) => !implied)
}

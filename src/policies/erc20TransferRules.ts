import type { Address } from 'viem'
import type { ArgumentRule } from '../types/Policy.ts'
import { toWord } from './toWord.ts'

/** A transfer's two limits as rules on the words of `transfer(address to, uint256 amount)`. */
export function erc20TransferRules(to: Address, maxAmount: bigint): readonly ArgumentRule[] {
  return [
    { offset: 0, condition: 'equal', referenceValue: toWord(BigInt(to)) },
    { offset: 32, condition: 'atMost', referenceValue: toWord(maxAmount) },
  ]
}

import type { Address, Hex } from 'viem'
import { type DescriptorFiles, type ReadDescriptor, readDescriptors } from './readDescriptors.ts'
import { typedErrors } from './typedErrors.ts'

export interface FindIntentParameters {
  chainId: number
  /** The contract that is called. */
  target: Address
  /** The leaf's own: four bytes. */
  selector: Hex
}

/**
 * What a function is for, in the words of the contract's ERC-7730 file: "Deposit into the vault".
 * It is chosen by chain, address and selector, and so is about the very function that the leaf allows;
 * but the words are foreign, and may flatter. Show them beside the decoded permission, never instead.
 * Never throws, whatever the files hold. Read them once with `readDescriptors` to look up many.
 *
 * @example
 * const intent = findIntent(descriptors, { chainId, target, selector })
 */
export function findIntent(
  descriptors: DescriptorFiles | readonly ReadDescriptor[],
  options: FindIntentParameters,
): string | undefined {
  return typedErrors('findIntent', () => {
    const { chainId, target, selector } = options
    if (typeof target !== 'string' || typeof selector !== 'string') return undefined
    const address = target.toLowerCase()
    for (const { deployments, intents } of readDescriptors(descriptors).descriptors) {
      if (!deployments.some((it) => it.chainId === chainId && it.address === address)) continue
      for (const bySelector of intents) {
        const words = bySelector.get(selector.toLowerCase())
        if (words !== undefined) return words
      }
    }
    return undefined
  })
}

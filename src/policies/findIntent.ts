import { type AbiFunction, type Address, type Hex, parseAbiItem, toFunctionSelector } from 'viem'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { plainText } from './plainText.ts'
import { typedErrors } from './typedErrors.ts'

/** The parts of an ERC-7730 ("clear signing") file that say what a function is for. */
export interface IntentDescriptor {
  context: {
    /** Missing in files that are about typed messages. */
    contract?: { deployments?: readonly { chainId: number; address: string }[] }
  }
  display: {
    /** By signature, with or without parameter names, or by selector. */
    formats: Readonly<Record<string, { intent?: string | Readonly<Record<string, string>> }>>
  }
}

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
 *
 * @example
 * const intent = findIntent(descriptors, { chainId, target, selector })
 */
export function findIntent(
  descriptors: readonly IntentDescriptor[],
  options: FindIntentParameters,
): string | undefined {
  return typedErrors('findIntent', () => {
    const { chainId, target, selector } = options
    for (const { context, display } of descriptors) {
      const isDeployed = context.contract?.deployments?.some(
        (it) => it.chainId === chainId && isSameAddress(it.address, target),
      )
      if (!isDeployed) continue
      for (const [signature, { intent }] of Object.entries(display.formats)) {
        if (selectorOf(signature) !== selector.toLowerCase() || intent === undefined) continue
        const words = typeof intent === 'string' ? intent : Object.values(intent).join(' ')
        return plainText(words).trim() || undefined
      }
    }
    return undefined
  })
}

function selectorOf(signature: string): string | undefined {
  if (/^0x[0-9a-fA-F]{8}$/.test(signature)) return signature.toLowerCase()
  try {
    return toFunctionSelector(parseAbiItem(`function ${signature}` as string) as AbiFunction)
  } catch {
    // Not a function: the file is foreign.
    return undefined
  }
}

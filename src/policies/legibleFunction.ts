import {
  type AbiFunction,
  type Hex,
  parseAbiItem,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem'
import { type ArgumentNode, argumentLayout } from './argumentLayout.ts'
import { isAbiFunction } from './isAbiFunction.ts'
import { knownFunctions } from './knownFunctions.ts'
import type { IllegibleReason } from './LeafDescription.ts'
import { withoutNames } from './withoutNames.ts'

/** A function whose selector is the leaf's, with the places of its arguments. */
export interface LegibleFunction {
  functionName: string
  signature: string
  source: 'well-known' | 'abi'
  layout: ReadonlyMap<string, ArgumentNode>
}

/**
 * The function behind a selector: a well-known one, or the given one where it fits. The given ABI
 * is the dapp's, and a name with a wanted selector can be searched for; so it is used for names and
 * types only, and never against what is well known.
 */
export function legibleFunction(
  selector: Hex,
  abiFunction: AbiFunction | undefined,
): LegibleFunction | IllegibleReason {
  try {
    if (abiFunction && !isAbiFunction(abiFunction)) return 'broken-abi'
    // viem hashes a signature up to its first closing bracket, so that one in the name would let
    // `{ name: 'mint(address)', inputs: [] }` pass as `mint(address)` and hide its argument.
    if (abiFunction && !/^[A-Za-z_$][\w$]*$/.test(abiFunction.name)) return 'broken-abi'
    const hashed = abiFunction && withoutNames(abiFunction)
    const given = hashed && toFunctionSignature(hashed)
    if (hashed && toFunctionSelector(hashed) !== selector) return 'selector-mismatch'
    const known = Object.hasOwn(knownFunctions, selector) ? knownFunctions[selector] : undefined
    if (known) {
      const fn = parseAbiItem(known.definition as string) as AbiFunction
      const signature = toFunctionSignature(fn)
      if (given !== undefined && given !== signature) return 'signature-conflict'
      return legible(fn, signature, 'well-known')
    }
    return abiFunction && given !== undefined ? legible(abiFunction, given, 'abi') : 'no-abi'
  } catch {
    // Whatever the dapp gave is no function of any ABI.
    return 'broken-abi'
  }
}

function legible(
  fn: AbiFunction,
  signature: string,
  source: LegibleFunction['source'],
): LegibleFunction {
  return { functionName: fn.name, signature, source, layout: argumentLayout(fn.inputs) }
}

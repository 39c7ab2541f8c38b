import type { AbiFunction, Hex } from 'viem'
import { knownSelector } from './knownSelectors.ts'
import type { IllegibleReason } from './LeafDescription.ts'
import { type LegibleFunction, legibleFunction } from './legibleFunction.ts'

/**
 * The function behind a selector, as a user may be shown it: never a given one that has the selector
 * of another that is known. Apart from `legibleFunction`, so that what sends carries no table.
 */
export function meantFunction(
  selector: Hex,
  abiFunction: AbiFunction | undefined,
): LegibleFunction | IllegibleReason {
  const fn = legibleFunction(selector, abiFunction)
  if (typeof fn === 'string') return fn
  const known = knownSelector(selector)
  return known && known.signature !== fn.signature ? 'signature-conflict' : fn
}

import { knownSelector } from './knownSelectors.ts'
import type { LeafDescription } from './LeafDescription.ts'
import { wordSet } from './wordSet.ts'

/** What a leaf is proven not to allow. */
export interface RuledOut {
  /** It leaves nobody an authority that outlasts the session. */
  approvals: boolean
  /** The called contract calls nobody of the key's choice. */
  otherCalls: boolean
}

const nothing: RuledOut = { approvals: false, otherCalls: false }
/** Whoever gets the tokens is not called. */
const plain = new Set(['transfer(address,uint256)', 'transferFrom(address,address,uint256)'])

/**
 * What is ruled out by a leaf's selector and rules. That a function is in no list proves nothing, so
 * that this holds for known ones only: of an unknown function it is never known what it does with
 * its arguments, or without any.
 */
export function rulesOut(description: LeafDescription): RuledOut {
  // The ERC-20 module looks at no function.
  if (description.type !== 'contract-call' || !description.readable) return nothing
  const { selector, rawRules, arguments: args } = description
  const known = knownSelector(selector)
  if (!known) return nothing
  const { kind, signature } = known
  if (kind === 'nests' || kind === 'controls') return nothing
  const isOff =
    known.switch !== undefined &&
    wordSet(rawRules.filter(({ offset }) => offset === Number(known.switch) * 32)).max === 0n
  const isClosed = args.every(
    ({ type, offset, conditions }) =>
      offset !== undefined &&
      (type !== 'address' || conditions.some(({ condition }) => condition === 'equal')),
  )
  const isHarmless = kind === 'harmless' && !/bytes(?!\d)/.test(signature)
  return {
    approvals: kind !== 'approves' || isOff,
    otherCalls: plain.has(signature) || isHarmless || isClosed,
  }
}

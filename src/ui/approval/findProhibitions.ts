import type { Address } from 'viem'
import { knownFunctions } from '../../policies/knownFunctions.ts'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { moduleAddresses } from '../../utils/moduleAddresses.ts'
import { neverEnds } from '../../utils/neverEnds.ts'
import type { Prohibition } from './Prohibition.ts'

/**
 * What leaves rule out, from their bytes alone. Nothing is claimed of the calls when there is a
 * leaf for a module that is not known.
 */
export function findProhibitions(
  descriptions: readonly LeafDescription[],
  { account, validUntil }: { account: Address; validUntil: number },
): readonly Prohibition[] {
  const after: Prohibition[] = neverEnds(validUntil) ? [] : [{ type: 'after', validUntil }]
  if (descriptions.some((leaf) => leaf.type === 'unreadable')) return after
  const leaves = descriptions.filter((leaf) => leaf.type !== 'unreadable')
  const targets = [...new Set(leaves.map(({ target }) => target))]
  // the ERC-20 module does not look at the function
  const functions = leaves.every(({ type }) => type === 'contract-call')
  const own = [account, ...Object.values(moduleAddresses)]
  const found: Prohibition[] = [{ type: 'other-contracts', targets, functions }]
  if (leaves.every(({ valueLimit }) => valueLimit === 0n)) found.push({ type: 'native-value' })
  if (leaves.every((leaf) => !mayApprove(leaf))) found.push({ type: 'approvals' })
  if (!targets.some((target) => own.some((address) => isSameAddress(address, target))))
    found.push({ type: 'account' })
  return [...found, ...after]
}

function mayApprove(leaf: LeafDescription): boolean {
  // the ERC-20 module does not look at the function, so that `approve` passes
  if (leaf.type !== 'contract-call' || !leaf.readable) return true
  const kind = Object.hasOwn(knownFunctions, leaf.selector)
    ? knownFunctions[leaf.selector]?.kind
    : undefined
  return kind === 'approves' || kind === 'nests'
}

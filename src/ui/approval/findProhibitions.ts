import type { Address } from 'viem'
import { functionShape } from '../../policies/functionShape.ts'
import { knownSelector } from '../../policies/knownSelectors.ts'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { moduleAddresses } from '../../utils/moduleAddresses.ts'
import type { Prohibition } from './Prohibition.ts'

/**
 * What leaves rule out, as far as that is derived: a function that is not known can do anything with
 * what it is given, so that nothing is promised of it. Nothing is claimed of the calls when there is
 * a leaf for a module that is not known, and never that the account's coin stays: a key can spend it
 * on fees.
 */
export function findProhibitions(
  descriptions: readonly LeafDescription[],
  { account, validUntil }: { account: Address; validUntil: number },
): readonly Prohibition[] {
  const after: Prohibition[] = validUntil ? [{ type: 'after', validUntil }] : []
  if (descriptions.some((leaf) => leaf.type === 'unreadable')) return after
  const leaves = descriptions.filter((leaf) => leaf.type !== 'unreadable')
  const targets = [...new Set(leaves.map(({ target }) => target))]
  const own = [account, ...Object.values(moduleAddresses)]
  const found: Prohibition[] = []
  if (leaves.every(isKnown)) found.push({ type: 'other-contracts', targets }, { type: 'approvals' })
  if (!targets.some((target) => own.some((address) => isSameAddress(address, target))))
    found.push({ type: 'account' })
  return [...found, ...after]
}

/** Whether it is known to approve nobody and to pass no call on: with `bytes` a token can be told to. */
function isKnown(leaf: LeafDescription): boolean {
  // the ERC-20 module does not look at the function
  if (leaf.type !== 'contract-call' || !leaf.readable) return false
  const known = knownSelector(leaf.selector)
  if (known?.kind !== 'moves' && known?.kind !== 'harmless') return false
  return functionShape(known.inputs).every(({ type }) => type !== 'bytes')
}

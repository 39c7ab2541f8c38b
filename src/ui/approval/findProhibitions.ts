import type { Address } from 'viem'
import type { LeafDescription } from '../../policies/LeafDescription.ts'
import { rulesOut } from '../../policies/rulesOut.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { moduleAddresses } from '../../utils/moduleAddresses.ts'
import { neverEnds } from '../../utils/neverEnds.ts'
import type { Prohibition } from './Prohibition.ts'

/**
 * What leaves rule out, from their bytes alone: each line stands only where it is derived. Nothing is
 * claimed of the calls when there is a leaf for a module that is not known, and never that the
 * account's coin stays: a key can spend it on fees.
 */
export function findProhibitions(
  descriptions: readonly LeafDescription[],
  { account, validUntil }: { account: Address; validUntil: number },
): readonly Prohibition[] {
  const after: Prohibition[] = neverEnds(validUntil) ? [] : [{ type: 'after', validUntil }]
  if (descriptions.some((leaf) => leaf.type === 'unreadable')) return after
  const leaves = descriptions.filter((leaf) => leaf.type !== 'unreadable')
  const targets = [...new Set(leaves.map(({ target }) => target))]
  const own = [account, ...Object.values(moduleAddresses)]
  const ruledOut = leaves.map(rulesOut)
  const found: Prohibition[] = []
  if (ruledOut.every(({ otherCalls }) => otherCalls)) {
    found.push({ type: 'other-contracts', targets })
  }
  if (ruledOut.every(({ approvals }) => approvals)) found.push({ type: 'approvals' })
  if (!targets.some((target) => own.some((address) => isSameAddress(address, target))))
    found.push({ type: 'account' })
  return [...found, ...after]
}

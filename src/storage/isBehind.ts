import type { RootRecord } from '../types/AccountRecords.ts'

/**
 * Whether what a node said is older than what was confirmed here: nodes behind one balancer do not
 * agree on the newest block, and one that has not seen ours proves nothing. A lower block with a
 * later time is no older one: that chain was set back, and counts.
 */
export function isBehind(
  root: RootRecord,
  seen: { blockNumber: bigint; blockTime: number },
): boolean {
  return (
    root.blockNumber !== undefined &&
    seen.blockNumber < BigInt(root.blockNumber) &&
    (root.blockTime === undefined || seen.blockTime <= root.blockTime)
  )
}

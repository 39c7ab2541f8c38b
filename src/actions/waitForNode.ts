import { untilBlock } from '../account/untilBlock.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { isBehind } from '../storage/isBehind.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'

/** How many blocks a node may be late to be waited for. */
const patienceBlocks = 64n
/** How long it is waited for, milliseconds. */
const patienceTime = 5_000

/**
 * Waits a little for a node that has not seen the block in which storage says that the last change
 * was confirmed. Whatever storage says of that, it is the chain's word that counts in the end; a
 * block far ahead is not waited for at all.
 *
 * @param seen What was read last.
 * @returns what was read last, by now.
 */
export async function waitForNode<seen extends { blockNumber: bigint; blockTime: number }>(
  config: SessionConfig,
  records: AccountRecords,
  seen: seen,
  read: () => Promise<seen>,
): Promise<seen> {
  if (!isBehind(records.root, seen)) return seen
  const block = BigInt(records.root.blockNumber ?? 0)
  if (block - seen.blockNumber > patienceBlocks) return seen
  const { pollingInterval, timeout } = config
  return untilBlock(read, { block, pollingInterval, timeout: Math.min(timeout, patienceTime) })
}

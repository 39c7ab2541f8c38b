import { type Client, hexToBigInt } from 'viem'
import { readBlockHash } from '../account/readBlockHash.ts'
import type { ReadRoot } from '../account/readRoot.ts'
import { isBehind } from '../storage/isBehind.ts'
import type { RootRecord } from '../types/AccountRecords.ts'

/**
 * Whether the chain took back the newest change that was confirmed here: its root is another one,
 * and the block of the change is no longer part of the chain.
 */
export async function isReorganised(
  client: Client,
  root: RootRecord,
  seen: ReadRoot,
): Promise<boolean> {
  const last = root.unsettled?.at(-1)
  if (!last || root.staged || seen.root === root.root || isBehind(root, seen)) return false
  const blockNumber = hexToBigInt(last.blockNumber)
  if (seen.blockNumber < blockNumber) return true
  return (await readBlockHash(client, blockNumber)) !== last.blockHash
}

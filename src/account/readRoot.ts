import type { Address, Client, Hex } from 'viem'
import { getBlock, readContract } from 'viem/actions'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'

/** The root of an account, as of one block. */
export interface ReadRoot {
  /** The root of all granted leaves; the zero hash when there is none. */
  root: Hex
  blockNumber: bigint
  /**
   * The chain's clock, Unix seconds: the timestamp that the next block would carry, since that is
   * what an interval is compared with.
   */
  chainTime: number
}

/**
 * Reads the root from `SessionKeyManager` at the newest block, and names the block: nodes behind a
 * balancer do not agree on the newest one, so what is older than what is known must not count.
 */
export async function readRoot(client: Client, account: Address): Promise<ReadRoot> {
  const [latest, pending] = await Promise.all([
    getBlock(client, { blockTag: 'latest' }),
    // nodes without a pending block answer with the latest, or not at all
    getBlock(client, { blockTag: 'pending' }).catch(() => undefined),
  ])
  const { merkleRoot } = await readContract(client, {
    address: moduleAddresses.sessionKeyManager,
    abi: sessionKeyManagerAbi,
    functionName: 'getSessionKeys',
    args: [account],
    blockNumber: latest.number,
  })
  const timestamp =
    pending && pending.timestamp > latest.timestamp ? pending.timestamp : latest.timestamp
  return { root: merkleRoot, blockNumber: latest.number, chainTime: Number(timestamp) }
}

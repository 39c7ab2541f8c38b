import type { Address, Client, Hash, Hex } from 'viem'
import { getBlock, readContract } from 'viem/actions'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { readChain } from './readChain.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'

/** The root of an account, as of one block. */
export interface ReadRoot {
  /** The root of all granted leaves; the zero hash when there is none. */
  root: Hex
  blockNumber: bigint
  blockHash: Hash
  /** Unix seconds. */
  blockTime: number
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
    readChain(() => readLatest(client)),
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
  return {
    root: merkleRoot,
    blockNumber: latest.number,
    blockHash: latest.hash,
    blockTime: Number(latest.timestamp),
    chainTime: Number(timestamp),
  }
}

/** Some answers pass for a block without being one. */
async function readLatest(client: Client) {
  const block = await getBlock(client, { blockTag: 'latest' })
  if (typeof block.number !== 'bigint' || typeof block.timestamp !== 'bigint')
    throw new TypeError('The newest block has no number or no time.')
  return block
}

import type { Address, Client, Hash, Hex } from 'viem'
import { getBlock, multicall } from 'viem/actions'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { readChain } from './readChain.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

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
  /** Whether the account takes signatures of session keys. */
  keyManagerEnabled: boolean
  /** Whether it takes several calls in one operation of a session key. */
  batchRouterEnabled: boolean
  /** Whether it runs other code than Biconomy V2: then none of this means anything. */
  isUpgraded: boolean
}

/**
 * Reads the root from `SessionKeyManager` at the newest block, with what makes it count, and names the
 * block: nodes behind a balancer do not agree on the newest one, so what is older than what is known
 * must not count. All of one block in one request, which needs no contract on the chain.
 */
export async function readRoot(client: Client, account: Address): Promise<ReadRoot> {
  const [latest, pending] = await Promise.all([
    readChain(() => readLatest(client)),
    // nodes without a pending block answer with the latest, or not at all
    getBlock(client, { blockTag: 'pending' }).catch(() => undefined),
  ])
  const isEnabled = (module: Address) =>
    ({
      address: account,
      abi: smartAccountAbi,
      functionName: 'isModuleEnabled',
      args: [module],
    }) as const
  const [keys, keyManager, batchRouter, implementation] = await multicall(client, {
    deployless: true,
    batchSize: 0,
    blockNumber: latest.number,
    contracts: [
      {
        address: moduleAddresses.sessionKeyManager,
        abi: sessionKeyManagerAbi,
        functionName: 'getSessionKeys',
        args: [account],
      },
      isEnabled(moduleAddresses.sessionKeyManager),
      isEnabled(moduleAddresses.batchedSessionRouter),
      { address: account, abi: smartAccountAbi, functionName: 'getImplementation' },
    ],
  })
  if (keys.status === 'failure') throw keys.error
  const timestamp =
    pending && pending.timestamp > latest.timestamp ? pending.timestamp : latest.timestamp
  return {
    root: keys.result.merkleRoot,
    blockNumber: latest.number,
    blockHash: latest.hash,
    blockTime: Number(latest.timestamp),
    chainTime: Number(timestamp),
    // an account that is not deployed yet answers nothing
    keyManagerEnabled: keyManager.result === true,
    batchRouterEnabled: batchRouter.result === true,
    isUpgraded:
      implementation.status === 'success' &&
      !isSameAddress(implementation.result, moduleAddresses.implementation),
  }
}

/** Some answers pass for a block without being one. */
async function readLatest(client: Client) {
  const block = await getBlock(client, { blockTag: 'latest' })
  if (typeof block.number !== 'bigint' || typeof block.timestamp !== 'bigint')
    throw new TypeError('The newest block has no number or no time.')
  return block
}

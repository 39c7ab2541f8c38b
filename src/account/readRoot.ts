import { type Address, type Client, type Hash, type Hex, zeroAddress, zeroHash } from 'viem'
import { entryPoint06Abi, entryPoint06Address } from 'viem/account-abstraction'
import { getBlock, multicall, readContract } from 'viem/actions'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { readChain } from './readChain.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

/** Before the first module in the account's list, and behind the last. */
const sentinel: Address = '0x0000000000000000000000000000000000000001'
// no account has as many, so that it is one request
const pageSize = 64n

/** The root of an account, and what the account needs to accept it, as of one block. */
export interface ReadRoot {
  /** The root of all granted leaves; the zero hash when there is none. */
  root: Hex
  /** All modules that are enabled on the account, in the order of its list. */
  modules: readonly Address[]
  /** Whether the account asks `SessionKeyManager`: without it no session counts. */
  keyManagerEnabled: boolean
  /** Whether the account asks `BatchedSessionRouter`: without it no batch counts. */
  batchRouterEnabled: boolean
  /** Whether the account runs other code than Biconomy V2's, for which root and modules mean nothing. */
  upgraded: boolean
  /** What the account has deposited at the entry point, wei. */
  deposit: bigint
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
 * Reads the root from `SessionKeyManager` at the newest block, with the account's modules and
 * implementation in the same request, and names the block: nodes behind a balancer do not agree on
 * the newest one, so what is older than what is known must not count.
 */
export async function readRoot(client: Client, account: Address): Promise<ReadRoot> {
  const [latest, pending] = await Promise.all([
    readChain(() => readLatest(client)),
    // nodes without a pending block answer with the latest, or not at all
    getBlock(client, { blockTag: 'pending' }).catch(() => undefined),
  ])
  const timestamp =
    pending && pending.timestamp > latest.timestamp ? pending.timestamp : latest.timestamp
  return {
    ...(await readAccount(client, account, latest.number)),
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

async function readAccount(client: Client, account: Address, blockNumber: bigint) {
  const own = { address: account, abi: smartAccountAbi } as const
  const [keys, page, code, deposited] = await multicall(client, {
    // needs no contract on the chain
    deployless: true,
    batchSize: 0,
    blockNumber,
    contracts: [
      {
        address: moduleAddresses.sessionKeyManager,
        abi: sessionKeyManagerAbi,
        functionName: 'getSessionKeys',
        args: [account],
      },
      { ...own, functionName: 'getModulesPaginated', args: [sentinel, pageSize] },
      { ...own, functionName: 'getImplementation' },
      {
        address: entryPoint06Address,
        abi: entryPoint06Abi,
        functionName: 'balanceOf',
        args: [account],
      },
    ],
  })
  if (keys.status === 'failure') throw keys.error
  if (deposited.status === 'failure') throw deposited.error
  const root = keys.result.merkleRoot
  // an account that is not deployed, or has become another one, does not answer
  const modules = page.status === 'success' ? await readRest(client, account, page.result) : []
  const isEnabled = (module: Address) => modules.some((it) => isSameAddress(it, module))
  return {
    root,
    modules,
    deposit: deposited.result,
    keyManagerEnabled: isEnabled(moduleAddresses.sessionKeyManager),
    batchRouterEnabled: isEnabled(moduleAddresses.batchedSessionRouter),
    // whoever has a root was deployed once
    upgraded:
      code.status === 'success'
        ? !isSameAddress(code.result, moduleAddresses.implementation)
        : root !== zeroHash,
  }
}

/** The account's list of modules is a ring that begins and ends with a sentinel. */
async function readRest(
  client: Client,
  account: Address,
  [first, next]: readonly [readonly Address[], Address],
): Promise<readonly Address[]> {
  const modules = [...first]
  let after = next
  for (;;) {
    const last = modules.at(-1)
    if (!last || after === zeroAddress || isSameAddress(after, sentinel)) return modules
    const [page, following] = await readContract(client, {
      address: account,
      abi: smartAccountAbi,
      functionName: 'getModulesPaginated',
      args: [last, pageSize],
    })
    if (page.length === 0) return modules
    modules.push(...page)
    after = following
  }
}

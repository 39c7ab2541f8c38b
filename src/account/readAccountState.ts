import { type Address, type Client, zeroAddress } from 'viem'
import { getCode, readContract } from 'viem/actions'
import { isSameAddress } from '../utils/isSameAddress.ts'
import { readChain } from './readChain.ts'
import { type ReadRoot, readRoot } from './readRoot.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

const sentinel: Address = '0x0000000000000000000000000000000000000001'
// no account has as many, so that it is one request
const pageSize = 64n

export interface AccountState extends ReadRoot {
  deployed: boolean
  /** All modules that are enabled on it, in the order of its list. */
  modules: readonly Address[]
}

/** What the chain says of an account, in rounds of requests that each go out at once. */
export function readAccountState(client: Client, account: Address): Promise<AccountState> {
  return readChain(() => readAll(client, account))
}

async function readAll(client: Client, account: Address): Promise<AccountState> {
  const readDeployed = async () => {
    const code = await getCode(client, { address: account })
    const deployed = code !== undefined && code !== '0x'
    const modules = deployed ? await readModules(client, account) : []
    return { deployed, modules }
  }
  const [{ deployed, modules }, root] = await Promise.all([
    readDeployed(),
    readRoot(client, account),
  ])
  return {
    ...root,
    deployed,
    modules,
  }
}

/** The account's list of modules is a ring that begins and ends with a sentinel. */
async function readModules(client: Client, account: Address): Promise<readonly Address[]> {
  const modules: Address[] = []
  for (;;) {
    const [page, next] = await readContract(client, {
      address: account,
      abi: smartAccountAbi,
      functionName: 'getModulesPaginated',
      args: [modules.at(-1) ?? sentinel, pageSize],
    })
    modules.push(...page)
    if (page.length === 0 || next === zeroAddress || isSameAddress(next, sentinel)) return modules
  }
}

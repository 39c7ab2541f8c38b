import type { Address, Client } from 'viem'
import { getBalance, getCode, readContract } from 'viem/actions'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { type ReadRoot, readRoot } from './readRoot.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

export interface AccountState extends ReadRoot {
  deployed: boolean
  /** Native balance, wei. */
  balance: bigint
  keyManagerEnabled: boolean
  batchRouterEnabled: boolean
}

/** What the chain says of an account, in rounds of requests that each go out at once. */
export async function readAccountState(client: Client, account: Address): Promise<AccountState> {
  const isEnabled = (module: Address) =>
    readContract(client, {
      address: account,
      abi: smartAccountAbi,
      functionName: 'isModuleEnabled',
      args: [module],
    })
  const readModules = async () => {
    const code = await getCode(client, { address: account })
    if (!code || code === '0x')
      return { deployed: false, keyManagerEnabled: false, batchRouterEnabled: false }
    const [keyManagerEnabled, batchRouterEnabled] = await Promise.all([
      isEnabled(moduleAddresses.sessionKeyManager),
      isEnabled(moduleAddresses.batchedSessionRouter),
    ])
    return { deployed: true, keyManagerEnabled, batchRouterEnabled }
  }
  const [modules, balance, root] = await Promise.all([
    readModules(),
    getBalance(client, { address: account }),
    readRoot(client, account),
  ])
  return { ...modules, ...root, balance }
}

import type { Address, Client } from 'viem'
import { getCode } from 'viem/actions'
import { readChain } from './readChain.ts'
import { type ReadRoot, readRoot } from './readRoot.ts'

export interface AccountState extends ReadRoot {
  deployed: boolean
}

/** What the chain says of an account, in rounds of requests that each go out at once. */
export function readAccountState(client: Client, account: Address): Promise<AccountState> {
  return readChain(() => readAll(client, account))
}

async function readAll(client: Client, account: Address): Promise<AccountState> {
  const [code, root] = await Promise.all([
    getCode(client, { address: account }),
    readRoot(client, account),
  ])
  return { ...root, deployed: code !== undefined && code !== '0x' }
}

import type { Address, Client } from 'viem'
import { getCode } from 'viem/actions'
import { ContractOwnerError } from '../errors/ContractOwnerError.ts'
import { readChain } from './readChain.ts'

/** What the code of a key's account begins with when it acts through a contract (EIP-7702). */
const delegation = '0xef0100'

/** Owners that were found to be keys, which no contract becomes: they are not looked at again. */
const keys = new WeakMap<Client, Set<string>>()

/**
 * Checks that an owner is a key and not a contract, before anything is asked. An account with a key
 * that delegates to a contract (EIP-7702) signs as before. A contract wallet that is not deployed
 * yet looks like a key from here; its signature gives it away.
 *
 * @throws ContractOwnerError
 */
export async function assertKeyOwner(client: Client, owner: Address): Promise<void> {
  const known = keys.get(client) ?? new Set<string>()
  keys.set(client, known)
  if (known.has(owner.toLowerCase())) return
  const isContract = await readChain(async () => {
    const code = await getCode(client, { address: owner })
    return code !== undefined && code !== '0x' && !code.startsWith(delegation)
  })
  if (isContract) throw new ContractOwnerError({ owner })
  known.add(owner.toLowerCase())
}

import type { Address, Client } from 'viem'
import { entryPoint06Abi, entryPoint06Address } from 'viem/account-abstraction'
import { readContract } from 'viem/actions'

/**
 * The next nonce of an account in a lane, as of a block. Zero for an account that is not deployed.
 */
export function readNonce(
  client: Client,
  account: Address,
  key: bigint,
  /** @default the newest */
  blockNumber?: bigint,
): Promise<bigint> {
  return readContract(client, {
    address: entryPoint06Address,
    abi: entryPoint06Abi,
    functionName: 'getNonce',
    args: [account, key],
    ...(blockNumber === undefined ? {} : { blockNumber }),
  })
}

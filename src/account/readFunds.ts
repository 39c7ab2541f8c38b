import type { Address, Client } from 'viem'
import { entryPoint06Abi, entryPoint06Address } from 'viem/account-abstraction'
import { getBalance, readContract } from 'viem/actions'

/** What an account can pay its gas with, wei. */
export interface Funds {
  balance: bigint
  /** At the entry point. */
  deposit: bigint
}

/** Reads an account's balance, and its deposit at the entry point. */
export async function readFunds(client: Client, account: Address): Promise<Funds> {
  const [balance, deposit] = await Promise.all([
    getBalance(client, { address: account }),
    readContract(client, {
      address: entryPoint06Address,
      abi: entryPoint06Abi,
      functionName: 'balanceOf',
      args: [account],
    }),
  ])
  return { balance, deposit }
}

import type { Hash } from 'viem'
import { entryPoint06Address, getUserOperationHash } from 'viem/account-abstraction'
import type { UserOperation } from '../types/UserOperation.ts'

/** The hash of a user operation for EntryPoint v0.6 on a chain: what is signed. */
export function hashUserOperation(userOperation: UserOperation, chainId: number): Hash {
  return getUserOperationHash({
    chainId,
    entryPointAddress: entryPoint06Address,
    entryPointVersion: '0.6',
    userOperation,
  })
}

import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { Call } from '../types/Policy.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import type { AccountState } from './readAccountState.ts'
import { sessionKeyManagerAbi } from './sessionKeyManagerAbi.ts'
import { smartAccountAbi } from './smartAccountAbi.ts'

/**
 * The calls that set the root, behind those that enable the session modules where they are missing.
 * Setting the empty root needs no module.
 */
export function encodeRootCalls(
  account: Address,
  state: Pick<AccountState, 'keyManagerEnabled' | 'batchRouterEnabled'>,
  root: Hex,
): Call[] {
  const enable = (module: Address): Call => ({
    to: account,
    data: encodeFunctionData({
      abi: smartAccountAbi,
      functionName: 'enableModule',
      args: [module],
    }),
  })
  const grants = BigInt(root) !== 0n
  return [
    ...(grants && !state.keyManagerEnabled ? [enable(moduleAddresses.sessionKeyManager)] : []),
    ...(grants && !state.batchRouterEnabled ? [enable(moduleAddresses.batchedSessionRouter)] : []),
    {
      to: moduleAddresses.sessionKeyManager,
      data: encodeFunctionData({
        abi: sessionKeyManagerAbi,
        functionName: 'setMerkleRoot',
        args: [root],
      }),
    },
  ]
}

'use client'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { useChainId } from 'wagmi'
import {
  type SendOwnerTransactionParameters,
  sendOwnerTransaction,
} from '../actions/sendOwnerTransaction.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

/** As for `sendOwnerTransaction`; wallet and chain are the connected ones. */
export type UseSendOwnerTransactionVariables = Omit<
  SendOwnerTransactionParameters,
  'wallet' | 'chainId'
> & {
  /** @default the connected chain */
  chainId?: number | undefined
}
export interface UseSendOwnerTransactionParameters<context = unknown> extends ConfigParameter {
  mutation?:
    | MutationParameter<UserOperationReceipt, UseSendOwnerTransactionVariables, context>
    | undefined
}
export type UseSendOwnerTransactionReturnType<context = unknown> = UseMutationResult<
  UserOperationReceipt,
  BaseError,
  UseSendOwnerTransactionVariables,
  context
>
export type SendOwnerTransactionErrorType = BaseError

/**
 * Sends calls from the smart account with the connected wallet's signature: for what no session
 * allows. No policy is checked, and the wallet shows a hash alone; see `sendOwnerTransaction`.
 *
 * @example
 * const { mutate: sendAsOwner, isPending } = useSendOwnerTransaction()
 * sendAsOwner({ calls: [{ to: nft, data }] })
 */
export function useSendOwnerTransaction<context = unknown>(
  parameters: UseSendOwnerTransactionParameters<context> = {},
): UseSendOwnerTransactionReturnType<context> {
  const config = useSessionConfig(parameters)
  const connectedChainId = useChainId()
  const getOwnerWallet = useOwnerWallet()
  return useMutation({
    ...parameters.mutation,
    mutationKey: ['grantkit', 'sendOwnerTransaction'],
    mutationFn: async ({ chainId = connectedChainId, ...variables }) => {
      try {
        const wallet = await getOwnerWallet(variables)
        return await sendOwnerTransaction(config, { ...variables, chainId, wallet })
      } catch (error) {
        throw toTypedError(error, 'none')
      }
    },
  })
}

'use client'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import {
  type SendSessionTransactionParameters,
  type SendSessionTransactionReturnType,
  sendSessionTransaction,
} from '../actions/sendSessionTransaction.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import { type UseAccountScopeParameters, useAccountScope } from './useAccountScope.ts'
import { useSessionConfig } from './useSessionConfig.ts'

export type UseSendSessionTransactionVariables = Omit<
  SendSessionTransactionParameters,
  'chainId' | 'account' | 'sessionId'
> & {
  /** @default any live session of the account that allows the calls */
  sessionId?: string | undefined
}
export interface UseSendSessionTransactionParameters<context = unknown>
  extends UseAccountScopeParameters {
  mutation?:
    | MutationParameter<
        SendSessionTransactionReturnType,
        UseSendSessionTransactionVariables,
        context
      >
    | undefined
}
export type UseSendSessionTransactionReturnType<context = unknown> = UseMutationResult<
  SendSessionTransactionReturnType,
  BaseError,
  UseSendSessionTransactionVariables,
  context
>
export type SendSessionTransactionErrorType = BaseError

/**
 * Sends calls with a session key, without a wallet prompt. See `sendSessionTransaction`.
 *
 * @example
 * const { mutate: send } = useSendSessionTransaction()
 * send({ calls: [{ to: nft, data }] })
 */
export function useSendSessionTransaction<context = unknown>(
  parameters: UseSendSessionTransactionParameters<context> = {},
): UseSendSessionTransactionReturnType<context> {
  const config = useSessionConfig(parameters)
  const { chainId, account } = useAccountScope(parameters)
  return useMutation({
    ...parameters.mutation,
    mutationKey: ['grantkit', 'sendSessionTransaction'],
    mutationFn: ({ sessionId, ...variables }) => {
      if (sessionId !== undefined)
        return sendSessionTransaction(config, { ...variables, sessionId, chainId, account })
      if (chainId === undefined || account === undefined) throw new WalletNotConnectedError()
      return sendSessionTransaction(config, { ...variables, chainId, account })
    },
  })
}

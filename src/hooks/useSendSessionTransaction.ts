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
import type { UseAccountScopeParameters } from './useAccountScope.ts'
import { useSessionConfig } from './useSessionConfig.ts'
import { useSmartAccountGetter } from './useSmartAccountGetter.ts'

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
  const { chainId, account } = parameters
  const getAccount = useSmartAccountGetter({ config, chainId })
  return useMutation({
    ...parameters.mutation,
    mutationKey: ['grantkit', 'sendSessionTransaction'],
    mutationFn: async ({ sessionId, ...variables }) => {
      const isGiven = chainId !== undefined && account !== undefined
      const connected = isGiven
        ? undefined
        : await getAccount().catch((error: unknown) => {
            // a session's id says whose it is
            if (sessionId !== undefined && error instanceof WalletNotConnectedError)
              return undefined
            throw error
          })
      const scope = {
        chainId: chainId ?? connected?.chainId,
        account: account ?? connected?.address,
      }
      if (sessionId !== undefined)
        return sendSessionTransaction(config, { ...variables, ...scope, sessionId })
      if (scope.chainId === undefined || scope.account === undefined)
        throw new WalletNotConnectedError()
      return sendSessionTransaction(config, {
        ...variables,
        chainId: scope.chainId,
        account: scope.account,
      })
    },
  })
}

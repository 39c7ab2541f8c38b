'use client'
import type {
  SendSessionTransactionReturnType,
  SessionCallsParameters,
} from '../actions/sendSessionTransaction.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { sendSessionTransactionMutationOptions } from '../query/sendSessionTransactionMutationOptions.ts'
import type { AnyCall } from '../types/Calls.ts'
import type {
  InferringMutationResult,
  MutateCallbacks,
  MutationParameter,
} from '../types/HookParameters.ts'
import type { UseAccountScopeParameters } from './useAccountScope.ts'
import { useActionMutation } from './useActionMutation.ts'
import { useSessionConfig } from './useSessionConfig.ts'
import { useSmartAccountGetter } from './useSmartAccountGetter.ts'

export interface UseSendSessionTransactionVariables<
  calls extends readonly unknown[] = readonly AnyCall[],
> extends SessionCallsParameters<calls> {
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

type SendSessionTransaction<context, returnType> = <const calls extends readonly unknown[]>(
  variables: UseSendSessionTransactionVariables<calls>,
  options?: MutateCallbacks<
    SendSessionTransactionReturnType,
    UseSendSessionTransactionVariables,
    context
  >,
) => returnType

export type UseSendSessionTransactionReturnType<context = unknown> = InferringMutationResult<
  SendSessionTransactionReturnType,
  UseSendSessionTransactionVariables,
  context,
  SendSessionTransaction<context, void>,
  SendSessionTransaction<context, Promise<SendSessionTransactionReturnType>>
>
export type SendSessionTransactionErrorType = BaseError

/**
 * Sends calls with a session key, without a wallet prompt. See `sendSessionTransaction`.
 *
 * @example
 * const { mutate: send } = useSendSessionTransaction()
 * send({ calls: [{ to: nft, abi, functionName: 'safeMint', args: [account] }] })
 */
export function useSendSessionTransaction<context = unknown>(
  parameters: UseSendSessionTransactionParameters<context> = {},
): UseSendSessionTransactionReturnType<context> {
  const config = useSessionConfig(parameters)
  const { chainId, account } = parameters
  const getAccount = useSmartAccountGetter({ config, chainId })
  const withScope = async ({ sessionId, ...variables }: UseSendSessionTransactionVariables) => {
    const isGiven = chainId !== undefined && account !== undefined
    const connected = isGiven
      ? undefined
      : await getAccount().catch((error: unknown) => {
          // a session's id says whose it is
          if (sessionId !== undefined && error instanceof WalletNotConnectedError) return undefined
          throw error
        })
    const scope = {
      chainId: chainId ?? connected?.chainId,
      account: account ?? connected?.address,
    }
    if (sessionId !== undefined) return { ...variables, ...scope, sessionId }
    if (scope.chainId === undefined || scope.account === undefined)
      throw new WalletNotConnectedError()
    return { ...variables, chainId: scope.chainId, account: scope.account }
  }
  return useActionMutation(
    sendSessionTransactionMutationOptions(config),
    withScope,
    parameters.mutation,
  ) as UseSendSessionTransactionReturnType<context>
}

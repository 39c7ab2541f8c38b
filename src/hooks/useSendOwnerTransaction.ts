'use client'
import type { OwnerCallsParameters } from '../actions/sendOwnerTransaction.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { sendOwnerTransactionMutationOptions } from '../query/sendOwnerTransactionMutationOptions.ts'
import type { AnyCall } from '../types/Calls.ts'
import type {
  InferringMutationResult,
  MutateCallbacks,
  MutationParameter,
} from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useActionMutation } from './useActionMutation.ts'
import { useConnectedOwner } from './useConnectedOwner.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

/** As for `sendOwnerTransaction`; wallet and chain are the connected ones. */
export interface UseSendOwnerTransactionVariables<
  calls extends readonly unknown[] = readonly AnyCall[],
> extends OwnerCallsParameters<calls> {
  /** @default the connected chain */
  chainId?: number | undefined
}
export interface UseSendOwnerTransactionParameters<context = unknown> extends ConfigParameter {
  mutation?:
    | MutationParameter<UserOperationReceipt, UseSendOwnerTransactionVariables, context>
    | undefined
}

type SendOwnerTransaction<context, returnType> = <const calls extends readonly unknown[]>(
  variables: UseSendOwnerTransactionVariables<calls>,
  options?: MutateCallbacks<UserOperationReceipt, UseSendOwnerTransactionVariables, context>,
) => returnType

export type UseSendOwnerTransactionReturnType<context = unknown> = InferringMutationResult<
  UserOperationReceipt,
  UseSendOwnerTransactionVariables,
  context,
  SendOwnerTransaction<context, void>,
  SendOwnerTransaction<context, Promise<UserOperationReceipt>>
>
export type SendOwnerTransactionErrorType = BaseError

/**
 * Sends calls from the smart account with the connected wallet's signature: for what no session
 * allows. No policy is checked, and the wallet shows a hash alone; see `sendOwnerTransaction`.
 *
 * @example
 * const { mutate: sendAsOwner, isPending } = useSendOwnerTransaction()
 * sendAsOwner({ calls: [{ to: nft, abi, functionName: 'safeMint', args: [account] }] })
 */
export function useSendOwnerTransaction<context = unknown>(
  parameters: UseSendOwnerTransactionParameters<context> = {},
): UseSendOwnerTransactionReturnType<context> {
  const config = useSessionConfig(parameters)
  return useActionMutation(
    sendOwnerTransactionMutationOptions(config),
    useConnectedOwner(),
    parameters.mutation,
  ) as UseSendOwnerTransactionReturnType<context>
}

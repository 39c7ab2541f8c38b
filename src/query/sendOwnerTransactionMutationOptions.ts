import type { SendOwnerTransactionParameters } from '../actions/sendOwnerTransaction.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `sendOwnerTransaction`, for a wallet of your own; `useSendOwnerTransaction` takes the connected one. */
export function sendOwnerTransactionMutationOptions<context = unknown>(
  config: SessionConfig,
  {
    mutation,
  }: MutationOptionsParameters<UserOperationReceipt, SendOwnerTransactionParameters, context> = {},
): SessionMutationOptions<UserOperationReceipt, SendOwnerTransactionParameters, context> {
  return toMutationOptions(
    'sendOwnerTransaction',
    ({ sendOwnerTransaction }, variables) => sendOwnerTransaction(config, variables),
    mutation,
  )
}

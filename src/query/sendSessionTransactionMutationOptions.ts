import type {
  SendSessionTransactionParameters,
  SendSessionTransactionReturnType,
} from '../actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `sendSessionTransaction`; `useSendSessionTransaction` knows the account. */
export function sendSessionTransactionMutationOptions<context = unknown>(
  config: SessionConfig,
  {
    mutation,
  }: MutationOptionsParameters<
    SendSessionTransactionReturnType,
    SendSessionTransactionParameters,
    context
  > = {},
): SessionMutationOptions<
  SendSessionTransactionReturnType,
  SendSessionTransactionParameters,
  context
> {
  return toMutationOptions(
    'sendSessionTransaction',
    ({ sendSessionTransaction }, variables) => sendSessionTransaction(config, variables),
    mutation,
  )
}

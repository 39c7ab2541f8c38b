import type { RevokeSessionsParameters } from '../actions/revokeSessions.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** As for `revokeSessions`, or `revokeAllSessions`. */
export type RevokeSessionsVariables = Omit<RevokeSessionsParameters, 'sessionIds'> & {
  /** Which sessions; `'all'` ends every session of the account, those of other devices too. */
  sessionIds: readonly string[] | 'all'
}

/** The mutation of `revokeSessions` and `revokeAllSessions`, for a wallet of your own; `useRevokeSessions` takes the connected one. */
export function revokeSessionsMutationOptions<context = unknown>(
  config: SessionConfig,
  {
    mutation,
  }: MutationOptionsParameters<
    UserOperationReceipt | undefined,
    RevokeSessionsVariables,
    context
  > = {},
): SessionMutationOptions<UserOperationReceipt | undefined, RevokeSessionsVariables, context> {
  return toMutationOptions(
    'revokeSessions',
    ({ revokeAllSessions, revokeSessions }, { sessionIds, ...variables }) =>
      sessionIds === 'all'
        ? revokeAllSessions(config, variables)
        : revokeSessions(config, { ...variables, sessionIds }),
    mutation,
  )
}

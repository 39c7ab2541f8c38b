import type { SyncState } from '../actions/reconcileSessions.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { AccountScope } from '../types/Session.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `reconcileSessions`: a look at the chain now. `SessionProvider` looks by itself. */
export function reconcileSessionsMutationOptions<context = unknown>(
  config: SessionConfig,
  { mutation }: MutationOptionsParameters<SyncState, AccountScope, context> = {},
): SessionMutationOptions<SyncState, AccountScope, context> {
  return toMutationOptions(
    'reconcileSessions',
    ({ reconcileSessions }, variables) => reconcileSessions(config, variables),
    mutation,
  )
}

import type { RenewSessionParameters } from '../actions/renewSession.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { Session } from '../types/Session.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `renewSession`, for a wallet of your own; `useRenewSession` takes the connected one. */
export function renewSessionMutationOptions<context = unknown>(
  config: SessionConfig,
  { mutation }: MutationOptionsParameters<Session, RenewSessionParameters, context> = {},
): SessionMutationOptions<Session, RenewSessionParameters, context> {
  return toMutationOptions(
    'renewSession',
    ({ renewSession }, variables) => renewSession(config, variables),
    mutation,
  )
}

import type { GrantSessionParameters } from '../actions/grantSession.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { Session } from '../types/Session.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `grantSession`, for a wallet of your own; `useGrantSession` takes the connected one. */
export function grantSessionMutationOptions<context = unknown>(
  config: SessionConfig,
  { mutation }: MutationOptionsParameters<Session, GrantSessionParameters, context> = {},
): SessionMutationOptions<Session, GrantSessionParameters, context> {
  return toMutationOptions(
    'grantSession',
    ({ grantSession }, variables) => grantSession(config, variables),
    mutation,
  )
}

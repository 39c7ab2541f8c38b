import type { PrepareGrantParameters } from '../actions/prepareGrant.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { PreparedGrant } from '../types/PreparedGrant.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `prepareGrant`: what an approval shows, and `grantSession` then grants. */
export function prepareGrantMutationOptions<context = unknown>(
  config: SessionConfig,
  { mutation }: MutationOptionsParameters<PreparedGrant, PrepareGrantParameters, context> = {},
): SessionMutationOptions<PreparedGrant, PrepareGrantParameters, context> {
  return toMutationOptions(
    'prepareGrant',
    ({ prepareGrant }, variables) => prepareGrant(config, variables),
    mutation,
  )
}

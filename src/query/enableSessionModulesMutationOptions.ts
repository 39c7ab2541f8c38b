import type { EnableSessionModulesParameters } from '../actions/enableSessionModules.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { MutationOptionsParameters, SessionMutationOptions } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { toMutationOptions } from './toMutationOptions.ts'

/** The mutation of `enableSessionModules`, for a wallet of your own; `useEnableSessionModules` takes the connected one. */
export function enableSessionModulesMutationOptions<context = unknown>(
  config: SessionConfig,
  {
    mutation,
  }: MutationOptionsParameters<
    UserOperationReceipt | undefined,
    EnableSessionModulesParameters,
    context
  > = {},
): SessionMutationOptions<
  UserOperationReceipt | undefined,
  EnableSessionModulesParameters,
  context
> {
  return toMutationOptions(
    'enableSessionModules',
    ({ enableSessionModules }, variables) => enableSessionModules(config, variables),
    mutation,
  )
}

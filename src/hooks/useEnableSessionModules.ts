'use client'
import type { UseMutationResult } from '@tanstack/react-query'
import type { EnableSessionModulesParameters } from '../actions/enableSessionModules.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { enableSessionModulesMutationOptions } from '../query/enableSessionModulesMutationOptions.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useActionMutation } from './useActionMutation.ts'
import { useConnectedOwner } from './useConnectedOwner.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export type UseEnableSessionModulesVariables = Omit<
  EnableSessionModulesParameters,
  'wallet' | 'chainId'
> & {
  /** @default the connected chain */
  chainId?: number | undefined
}
export interface UseEnableSessionModulesParameters<context = unknown> extends ConfigParameter {
  mutation?:
    | MutationParameter<UserOperationReceipt | undefined, UseEnableSessionModulesVariables, context>
    | undefined
}
export type UseEnableSessionModulesReturnType<context = unknown> = UseMutationResult<
  UserOperationReceipt | undefined,
  BaseError,
  UseEnableSessionModulesVariables,
  context
>
export type EnableSessionModulesErrorType = BaseError

/**
 * Enables the session module of the account again, with the connected wallet: for sessions that are
 * `INACTIVE` with the reason `module-disabled`.
 *
 * @example
 * const { mutate: enable } = useEnableSessionModules()
 * if (reason === 'module-disabled') enable({})
 */
export function useEnableSessionModules<context = unknown>(
  parameters: UseEnableSessionModulesParameters<context> = {},
): UseEnableSessionModulesReturnType<context> {
  const config = useSessionConfig(parameters)
  return useActionMutation(
    enableSessionModulesMutationOptions(config),
    useConnectedOwner(),
    parameters.mutation,
  )
}

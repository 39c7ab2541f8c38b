'use client'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { useChainId } from 'wagmi'
import {
  type EnableSessionModulesParameters,
  enableSessionModules,
} from '../actions/enableSessionModules.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

/** As for `enableSessionModules`; wallet and chain are the connected ones. */
export type UseEnableSessionModulesVariables = Omit<
  EnableSessionModulesParameters,
  'wallet' | 'chainId'
> & {
  /** @default the connected chain */
  chainId?: number | undefined
}
type Data = UserOperationReceipt | undefined
export interface UseEnableSessionModulesParameters<context = unknown> extends ConfigParameter {
  mutation?: MutationParameter<Data, UseEnableSessionModulesVariables, context> | undefined
}
export type UseEnableSessionModulesReturnType<context = unknown> = UseMutationResult<
  Data,
  BaseError,
  UseEnableSessionModulesVariables,
  context
>
export type EnableSessionModulesErrorType = BaseError

/**
 * Enables the session key manager again with the connected wallet's signature, where the owner
 * disabled it; see `enableSessionModules`.
 *
 * @example
 * const { mutate: enable, isPending } = useEnableSessionModules()
 * if (session.reason === 'module-disabled') enable({})
 */
export function useEnableSessionModules<context = unknown>(
  parameters: UseEnableSessionModulesParameters<context> = {},
): UseEnableSessionModulesReturnType<context> {
  const config = useSessionConfig(parameters)
  const connectedChainId = useChainId()
  const getOwnerWallet = useOwnerWallet()
  return useMutation({
    ...parameters.mutation,
    mutationKey: ['grantkit', 'enableSessionModules'],
    mutationFn: async ({ chainId = connectedChainId, ...variables }) => {
      try {
        const wallet = await getOwnerWallet(variables)
        return await enableSessionModules(config, { ...variables, chainId, wallet })
      } catch (error) {
        throw toTypedError(error, 'none')
      }
    },
  })
}

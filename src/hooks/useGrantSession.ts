'use client'
import type { UseMutationResult } from '@tanstack/react-query'
import type { GrantSessionParameters } from '../actions/grantSession.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { grantSessionMutationOptions } from '../query/grantSessionMutationOptions.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { Session } from '../types/Session.ts'
import { useActionMutation } from './useActionMutation.ts'
import { useConnectedOwner } from './useConnectedOwner.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

type DistributiveOmit<union, key extends PropertyKey> = union extends unknown
  ? Omit<union, key>
  : never

/** As for `grantSession`; wallet and chain are the connected ones. */
export type UseGrantSessionVariables =
  | DistributiveOmit<Extract<GrantSessionParameters, { grant: unknown }>, 'wallet'>
  | (DistributiveOmit<
      Extract<GrantSessionParameters, { policy: unknown }>,
      'wallet' | 'chainId'
    > & {
      /** @default the connected chain */
      chainId?: number | undefined
    })
export interface UseGrantSessionParameters<context = unknown> extends ConfigParameter {
  mutation?: MutationParameter<Session, UseGrantSessionVariables, context> | undefined
}
export type UseGrantSessionReturnType<context = unknown> = UseMutationResult<
  Session,
  BaseError,
  UseGrantSessionVariables,
  context
>
export type GrantSessionErrorType = BaseError

/**
 * Grants a session with the connected wallet, without the kit's approval: for a dapp that shows the
 * policy itself. See `grantSession`; most dapps want `useSessionKey` instead.
 *
 * @example
 * const { mutate: grant, isPending } = useGrantSession()
 * grant({ policy })
 */
export function useGrantSession<context = unknown>(
  parameters: UseGrantSessionParameters<context> = {},
): UseGrantSessionReturnType<context> {
  const config = useSessionConfig(parameters)
  return useActionMutation(
    grantSessionMutationOptions(config),
    useConnectedOwner(),
    parameters.mutation,
  )
}

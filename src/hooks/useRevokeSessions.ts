'use client'
import type { UseMutationResult } from '@tanstack/react-query'
import type { BaseError } from '../errors/BaseError.ts'
import {
  type RevokeSessionsVariables,
  revokeSessionsMutationOptions,
} from '../query/revokeSessionsMutationOptions.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useActionMutation } from './useActionMutation.ts'
import { useConnectedOwner } from './useConnectedOwner.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

/** As for `revokeSessions`, or `revokeAllSessions`; wallet and chain are the connected ones. */
export type UseRevokeSessionsVariables = Omit<RevokeSessionsVariables, 'wallet' | 'chainId'> & {
  /** @default the connected chain */
  chainId?: number | undefined
}
export interface UseRevokeSessionsParameters<context = unknown> extends ConfigParameter {
  mutation?:
    | MutationParameter<UserOperationReceipt | undefined, UseRevokeSessionsVariables, context>
    | undefined
}
export type UseRevokeSessionsReturnType<context = unknown> = UseMutationResult<
  UserOperationReceipt | undefined,
  BaseError,
  UseRevokeSessionsVariables,
  context
>
export type RevokeSessionsErrorType = BaseError

/**
 * Revokes sessions with the connected wallet: one, several or all, in one signature. They are dead
 * on the chain once it succeeds; the account's other sessions keep working.
 *
 * @example
 * const { mutate: revoke } = useRevokeSessions()
 * revoke({ sessionIds: [session.id] })
 */
export function useRevokeSessions<context = unknown>(
  parameters: UseRevokeSessionsParameters<context> = {},
): UseRevokeSessionsReturnType<context> {
  const config = useSessionConfig(parameters)
  return useActionMutation(
    revokeSessionsMutationOptions(config),
    useConnectedOwner(),
    parameters.mutation,
  )
}

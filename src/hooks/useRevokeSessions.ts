'use client'
import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { useChainId } from 'wagmi'
import { revokeAllSessions } from '../actions/revokeAllSessions.ts'
import { type RevokeSessionsParameters, revokeSessions } from '../actions/revokeSessions.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export type UseRevokeSessionsVariables = Omit<
  RevokeSessionsParameters,
  'wallet' | 'chainId' | 'sessionIds'
> & {
  /** Which sessions; `'all'` ends every session of the account, those of other devices too. */
  sessionIds: readonly string[] | 'all'
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
  const connectedChainId = useChainId()
  const getOwnerWallet = useOwnerWallet()
  return useMutation({
    ...parameters.mutation,
    mutationKey: ['grantkit', 'revokeSessions'],
    mutationFn: async ({ sessionIds, chainId = connectedChainId, ...variables }) => {
      try {
        const wallet = await getOwnerWallet(variables)
        return sessionIds === 'all'
          ? await revokeAllSessions(config, { ...variables, chainId, wallet })
          : await revokeSessions(config, { ...variables, sessionIds, chainId, wallet })
      } catch (error) {
        throw toTypedError(error, 'none')
      }
    },
  })
}

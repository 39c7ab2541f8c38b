'use client'
import type { UseMutationResult } from '@tanstack/react-query'
import type { RenewSessionParameters } from '../actions/renewSession.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { renewSessionMutationOptions } from '../query/renewSessionMutationOptions.ts'
import type { MutationParameter } from '../types/HookParameters.ts'
import type { Session } from '../types/Session.ts'
import { useActionMutation } from './useActionMutation.ts'
import { useOwnerWallet } from './useOwnerWallet.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

/** As for `renewSession`; the wallet is the connected one. */
export type UseRenewSessionVariables = Omit<RenewSessionParameters, 'wallet'>
export interface UseRenewSessionParameters<context = unknown> extends ConfigParameter {
  mutation?: MutationParameter<Session, UseRenewSessionVariables, context> | undefined
}
export type UseRenewSessionReturnType<context = unknown> = UseMutationResult<
  Session,
  BaseError,
  UseRenewSessionVariables,
  context
>
export type RenewSessionErrorType = BaseError

/**
 * Renews a session with the connected wallet, without the kit's approval: for a dapp that shows the
 * policy itself. See `renewSession`; most dapps want `renew` of `useSessionKey` instead.
 *
 * @example
 * const { mutate: renew, isPending } = useRenewSession()
 * renew({ sessionId: session.id, expiresIn: { hours: 2 } })
 */
export function useRenewSession<context = unknown>(
  parameters: UseRenewSessionParameters<context> = {},
): UseRenewSessionReturnType<context> {
  const config = useSessionConfig(parameters)
  const getOwnerWallet = useOwnerWallet()
  return useActionMutation(
    renewSessionMutationOptions(config),
    async (variables) => ({ ...variables, wallet: await getOwnerWallet(variables) }),
    parameters.mutation,
  )
}

'use client'
import { useMemo } from 'react'
import type { Calls } from '../types/Calls.ts'
import type { PolicySendReturnType } from './usePolicySend.ts'
import {
  type PolicySendCallOptions,
  type UsePolicySessionParameters,
  type UsePolicySessionReturnType,
  usePolicySession,
} from './usePolicySession.ts'

export type UseBatchSessionParameters = UsePolicySessionParameters
export interface UseBatchSessionReturnType
  extends Omit<UsePolicySessionReturnType, 'send' | 'sendAsync'> {
  /**
   * Sends calls together with the session, without a prompt: all of them happen, or none. See
   * `onUnavailable` for when it cannot. Calls are encoded, or by function as in viem.
   */
  send<const calls extends readonly unknown[]>(
    calls: Calls<calls>,
    options?: Omit<PolicySendCallOptions, 'batch'>,
  ): void
  /**
   * `send`, as a promise.
   * @throws InvalidParameterError, InvalidAddressError when a call is none, or cannot be encoded.
   * @throws NoLiveSessionError, SessionNotUsableError, CallNotAllowedError before anything is sent.
   * @throws KeyUnavailableError when the vault is locked, before anything is sent.
   */
  sendAsync<const calls extends readonly unknown[]>(
    calls: Calls<calls>,
    options?: Omit<PolicySendCallOptions, 'batch'>,
  ): Promise<PolicySendReturnType>
}

/**
 * A session for a policy whose calls go together: each `send` is one user operation through the
 * batch router, in which all calls happen or none. It asks for the policy with `batch: true`: the
 * approval says what the router costs. See `useSessionKey` for the rest.
 *
 * @example
 * const { send } = useBatchSession({ policy })
 * return <button onClick={() => send([mint, pay])}>Mint and pay</button>
 */
export function useBatchSession(parameters: UseBatchSessionParameters): UseBatchSessionReturnType {
  const { policy } = parameters
  const batched = useMemo(
    () => policy && Object.freeze({ ...policy, batch: true as const }),
    [policy],
  )
  return usePolicySession(
    { ...parameters, policy: batched },
    { batch: true },
  ) as UseBatchSessionReturnType
}

'use client'
import { useCallback, useMemo } from 'react'
import type { AnyCall } from '../types/Calls.ts'
import type { PolicySendOptions, PolicySendReturnType } from './usePolicySend.ts'
import {
  type UsePolicySessionParameters,
  type UsePolicySessionReturnType,
  usePolicySession,
} from './usePolicySession.ts'

export type UseBatchSessionParameters = UsePolicySessionParameters
export interface UseBatchSessionReturnType extends Omit<UsePolicySessionReturnType, 'send'> {
  /**
   * Sends calls together with the session, without a prompt: all of them happen, or none. See
   * `onUnavailable` for when it cannot.
   * @throws NoLiveSessionError, SessionNotUsableError, CallNotAllowedError before anything is sent.
   */
  send(
    calls: readonly AnyCall[],
    options?: Omit<PolicySendOptions, 'batch'>,
  ): Promise<PolicySendReturnType>
}

/**
 * A session for a policy whose calls go together: each `send` is one user operation through the
 * batch router, in which all calls happen or none. It asks for the policy with `batch: true`: the
 * approval says what the router costs.
 *
 * @example
 * const batch = useBatchSession({ policy })
 * await batch.send([mint, pay])
 */
export function useBatchSession(parameters: UseBatchSessionParameters): UseBatchSessionReturnType {
  const { policy } = parameters
  const batched = useMemo(
    () => policy && Object.freeze({ ...policy, batch: true as const }),
    [policy],
  )
  const { send: sendCalls, ...session } = usePolicySession({ ...parameters, policy: batched })
  const send = useCallback<UseBatchSessionReturnType['send']>(
    (calls, options) => sendCalls(calls, { ...options, batch: true }),
    [sendCalls],
  )
  return { ...session, send }
}

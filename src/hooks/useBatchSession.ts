'use client'
import { useCallback, useMemo } from 'react'
import type { Call } from '../types/Policy.ts'
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
    calls: readonly Call[],
    options?: Omit<PolicySendOptions, 'batch'>,
  ): Promise<PolicySendReturnType>
}

/**
 * A session for a policy whose calls go together: each `send` is one user operation through the
 * batch router, in which all calls happen or none.
 *
 * @example
 * const batch = useBatchSession({ policy })
 * await batch.send([mint, pay])
 */
export function useBatchSession(parameters: UseBatchSessionParameters): UseBatchSessionReturnType {
  const { policy: given } = parameters
  const policy = useMemo(
    () => (given && !given.batch ? Object.freeze({ ...given, batch: true as const }) : given),
    [given],
  )
  const { send: sendCalls, ...session } = usePolicySession({ ...parameters, policy })
  const send = useCallback<UseBatchSessionReturnType['send']>(
    (calls, options) => sendCalls(calls, { ...options, batch: true }),
    [sendCalls],
  )
  return { ...session, send }
}

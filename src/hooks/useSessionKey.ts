'use client'
import { useCallback } from 'react'
import type { AnyCall } from '../types/Calls.ts'
import type { PolicySendOptions, PolicySendReturnType } from './usePolicySend.ts'
import {
  type UsePolicySessionParameters,
  type UsePolicySessionReturnType,
  usePolicySession,
} from './usePolicySession.ts'

export type UseSessionKeyParameters = UsePolicySessionParameters
export interface UseSessionKeyReturnType extends Omit<UsePolicySessionReturnType, 'send'> {
  /**
   * Sends one call, or several in one user operation, with the session and without a prompt; see
   * `onUnavailable` for when it cannot.
   * @throws CallNotAllowedError, SessionNotUsableError before anything is sent.
   */
  send(
    calls: AnyCall | readonly AnyCall[],
    options?: PolicySendOptions,
  ): Promise<PolicySendReturnType>
}

/**
 * A session for a policy, from asking to revoking: the user approves once, then `send` acts within
 * the policy without a prompt.
 *
 * @example
 * const { status, request, send } = useSessionKey({ policy })
 * if (status !== 'ACTIVE') await request()
 * await send({ to: nft, data })
 *
 * @example
 * // asks for a renewal five minutes before the end, and when a send finds no session
 * useSessionKey({ policy, autoRenew: true, renewBefore: { minutes: 5 }, onUnavailable: 'renew' })
 *
 * @example
 * // the owner signs what the user left out of the session
 * useSessionKey({
 *   policy,
 *   onUnavailable: ({ reason }) => (reason === 'insufficient' ? 'owner' : 'renew'),
 * })
 */
export function useSessionKey(parameters: UseSessionKeyParameters): UseSessionKeyReturnType {
  const { send: sendCalls, ...session } = usePolicySession(parameters)
  const send = useCallback<UseSessionKeyReturnType['send']>(
    (calls, options) => sendCalls(isList(calls) ? calls : [calls], options),
    [sendCalls],
  )
  return { ...session, send }
}

function isList(calls: AnyCall | readonly AnyCall[]): calls is readonly AnyCall[] {
  return Array.isArray(calls)
}

'use client'
import { useCallback } from 'react'
import type { SendSessionTransactionReturnType } from '../actions/sendSessionTransaction.ts'
import type { Call } from '../types/Policy.ts'
import {
  type UsePolicySessionParameters,
  type UsePolicySessionReturnType,
  usePolicySession,
} from './usePolicySession.ts'

export type UseSessionKeyParameters = UsePolicySessionParameters
export interface UseSessionKeyReturnType extends Omit<UsePolicySessionReturnType, 'send'> {
  /**
   * Sends one call, or several in one user operation, with the session and without a prompt.
   * @throws CallNotAllowedError, SessionNotUsableError before anything is sent.
   */
  send(
    calls: Call | readonly Call[],
    options?: Parameters<UsePolicySessionReturnType['send']>[1],
  ): Promise<SendSessionTransactionReturnType>
}

/**
 * A session for a policy, from asking to revoking: the user approves once, then `send` acts within
 * the policy without a prompt.
 *
 * @example
 * const { status, request, send } = useSessionKey({ policy })
 * if (status !== 'ACTIVE') await request()
 * await send({ to: nft, data })
 */
export function useSessionKey(parameters: UseSessionKeyParameters): UseSessionKeyReturnType {
  const { send: sendCalls, ...session } = usePolicySession(parameters)
  const send = useCallback<UseSessionKeyReturnType['send']>(
    (calls, options) => sendCalls(isList(calls) ? calls : [calls], options),
    [sendCalls],
  )
  return { ...session, send }
}

function isList(calls: Call | readonly Call[]): calls is readonly Call[] {
  return Array.isArray(calls)
}

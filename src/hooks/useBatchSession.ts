'use client'
import { useCallback } from 'react'
import {
  type UsePolicySessionParameters,
  type UsePolicySessionReturnType,
  usePolicySession,
} from './usePolicySession.ts'

export type UseBatchSessionParameters = UsePolicySessionParameters
export type UseBatchSessionReturnType = UsePolicySessionReturnType

/**
 * A session for a policy whose calls go together: each `send` is one user operation through the
 * batch router, in which all calls happen or none.
 *
 * @example
 * const batch = useBatchSession({ policy })
 * await batch.send([mint, pay])
 */
export function useBatchSession(parameters: UseBatchSessionParameters): UseBatchSessionReturnType {
  const { send: sendCalls, ...session } = usePolicySession(parameters)
  const send = useCallback<UseBatchSessionReturnType['send']>(
    (calls, options) => sendCalls(calls, { ...options, batch: true }),
    [sendCalls],
  )
  return { ...session, send }
}

'use client'
import { useCallback } from 'react'
import type { QueryParameter } from '../types/HookParameters.ts'
import type { Session } from '../types/Session.ts'
import type { UseAccountScopeParameters } from './useAccountScope.ts'
import { type UseSessionsReturnType, useSessions } from './useSessions.ts'

export interface UseSessionParameters extends UseAccountScopeParameters {
  /** Nothing is looked up while it is `undefined`. */
  sessionId: string | undefined
  query?: Omit<QueryParameter<Session[], Session | null>, 'select'> | undefined
}
export type UseSessionReturnType = UseSessionsReturnType<Session | null>

/**
 * One session, live. `data` is `null` when the account has none with this id.
 *
 * @example
 * const { data: session } = useSession({ sessionId })
 */
export function useSession(parameters: UseSessionParameters): UseSessionReturnType {
  const { sessionId, query, ...rest } = parameters
  const select = useCallback(
    (sessions: Session[]) => sessions.find(({ id }) => id === sessionId) ?? null,
    [sessionId],
  )
  return useSessions<Session | null>({
    ...rest,
    query: { ...query, enabled: sessionId !== undefined && query?.enabled !== false, select },
  })
}

'use client'
import {
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import { watchSessions } from '../actions/watchSessions.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { getSessionsQueryOptions } from '../query/getSessionsQueryOptions.ts'
import { queryKeys } from '../query/queryKeys.ts'
import type { QueryParameter } from '../types/HookParameters.ts'
import type { Session } from '../types/Session.ts'
import { type UseAccountScopeParameters, useAccountScope } from './useAccountScope.ts'
import { useSessionConfig } from './useSessionConfig.ts'

export interface UseSessionsParameters<selectData = Session[]> extends UseAccountScopeParameters {
  query?: QueryParameter<Session[], selectData> | undefined
}
export type UseSessionsReturnType<selectData = Session[]> = UseQueryResult<selectData, BaseError>
export type SessionsErrorType = BaseError

/**
 * All sessions of an account, oldest first, live: it follows this page, other tabs, the clock and
 * what was seen of the chain. This chain and the connected wallet's account by default.
 *
 * An error means that nothing is known of the sessions, not that there are none.
 *
 * @example
 * const { data: sessions } = useSessions()
 */
export function useSessions<selectData = Session[]>(
  parameters: UseSessionsParameters<selectData> = {},
): UseSessionsReturnType<selectData> {
  const config = useSessionConfig(parameters)
  const { chainId, account } = useAccountScope(parameters)
  const queryClient = useQueryClient()
  const enabled = parameters.query?.enabled !== false

  useEffect(() => {
    if (chainId === undefined || account === undefined || !enabled) return
    return watchSessions(config, {
      chainId,
      account,
      onChange: (sessions) => {
        const queryKey = queryKeys.sessions({ chainId, account })
        // a read that is on its way began before this one: its answer would be the older one
        void queryClient.cancelQueries({ queryKey, exact: true })
        queryClient.setQueryData(queryKey, sessions)
      },
    })
  }, [config, queryClient, chainId, account, enabled])

  return useQuery<Session[], BaseError, selectData>({
    ...(getSessionsQueryOptions(config, { chainId, account }) as object),
    ...(parameters.query as object),
  } as UseQueryOptions<Session[], BaseError, selectData>)
}

import { type QueryKey, queryOptions, skipToken } from '@tanstack/react-query'
import { getSessions } from '../actions/getSessions.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { BaseError } from '../errors/BaseError.ts'
import type { SessionQueryOptions } from '../types/HookParameters.ts'
import type { PartialAccountScope, Session } from '../types/Session.ts'
import { askAgain } from './askAgain.ts'
import { queryKeys } from './queryKeys.ts'
import { retryTransient } from './retryTransient.ts'

/** The query of an account's sessions. Idle until chain and account are known. */
export function getSessionsQueryOptions(
  config: SessionConfig,
  scope: PartialAccountScope,
): SessionQueryOptions<Session[]> {
  const { chainId, account } = scope
  return queryOptions<Session[], BaseError, Session[], QueryKey>({
    queryKey: queryKeys.sessions(scope),
    queryFn:
      chainId !== undefined && account !== undefined
        ? () => getSessions(config, { chainId, account })
        : skipToken,
    // changes are pushed by watchSessions
    staleTime: Number.POSITIVE_INFINITY,
    retry: retryTransient,
    refetchInterval: askAgain,
  })
}

import { type QueryKey, queryOptions, skipToken } from '@tanstack/react-query'
import { type GetSmartAccountParameters, getSmartAccount } from '../actions/getSmartAccount.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import type { SessionQueryOptions } from '../types/HookParameters.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { askAgain } from './askAgain.ts'
import { queryKeys } from './queryKeys.ts'
import { retryTransient } from './retryTransient.ts'

/** The query of an owner's smart account. Idle until chain and owner are known. */
export function getSmartAccountQueryOptions(
  config: SessionConfig,
  parameters: {
    [name in keyof GetSmartAccountParameters]?: GetSmartAccountParameters[name] | undefined
  },
): SessionQueryOptions<SmartAccount> {
  const { chainId, owner, index } = parameters
  return queryOptions<SmartAccount, BaseError, SmartAccount, QueryKey>({
    queryKey: queryKeys.smartAccount(parameters),
    queryFn:
      chainId !== undefined && owner !== undefined
        ? () =>
            getSmartAccount(config, { chainId, owner, index }).catch((error: unknown) => {
              throw toTypedError(error, 'none')
            })
        : skipToken,
    // derived from the owner alone: it never changes
    staleTime: Number.POSITIVE_INFINITY,
    retry: retryTransient,
    refetchInterval: askAgain,
  })
}

import { type QueryKey, queryOptions, skipToken } from '@tanstack/react-query'
import type { Address } from 'viem'
import { getTokenMetadata, type TokenMetadata } from '../actions/getTokenMetadata.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { BaseError } from '../errors/BaseError.ts'
import type { SessionQueryOptions } from '../types/HookParameters.ts'
import { askAgain } from './askAgain.ts'
import { queryKeys } from './queryKeys.ts'
import { retryTransient } from './retryTransient.ts'

/** The query of what a contract says of itself. */
export function getTokenMetadataQueryOptions(
  config: SessionConfig,
  parameters: { chainId?: number | undefined; address?: Address | undefined },
): SessionQueryOptions<TokenMetadata> {
  const { chainId, address } = parameters
  return queryOptions<TokenMetadata, BaseError, TokenMetadata, QueryKey>({
    queryKey: queryKeys.tokenMetadata(parameters),
    queryFn:
      chainId !== undefined && address !== undefined
        ? () => getTokenMetadata(config, { chainId, address })
        : skipToken,
    staleTime: 10 * 60_000,
    retry: retryTransient,
    refetchInterval: askAgain,
  })
}

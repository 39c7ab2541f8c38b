'use client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import type { TokenMetadata } from '../actions/getTokenMetadata.ts'
import type { BaseError } from '../errors/BaseError.ts'
import { getTokenMetadataQueryOptions } from '../query/getTokenMetadataQueryOptions.ts'
import type { QueryParameter } from '../types/HookParameters.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export interface UseTokenMetadataParameters extends ConfigParameter {
  chainId: number | undefined
  address: Address | undefined
  query?: QueryParameter<TokenMetadata> | undefined
}
export type UseTokenMetadataReturnType = UseQueryResult<TokenMetadata, BaseError>

/**
 * The name, symbol and decimals of a contract, as it says itself. What it does not answer is
 * missing: show raw units then, and never assume decimals.
 *
 * @example
 * const { data } = useTokenMetadata({ chainId, address: usdc })
 */
export function useTokenMetadata(
  parameters: UseTokenMetadataParameters,
): UseTokenMetadataReturnType {
  const config = useSessionConfig(parameters)
  const options = getTokenMetadataQueryOptions(config, parameters)
  return useQuery({ ...parameters.query, ...options } as typeof options)
}

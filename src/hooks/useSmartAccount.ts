'use client'
import { type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import { useChainId, useConnection } from 'wagmi'
import type { BaseError } from '../errors/BaseError.ts'
import { getSmartAccountQueryOptions } from '../query/getSmartAccountQueryOptions.ts'
import type { QueryParameter } from '../types/HookParameters.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { type ConfigParameter, useSessionConfig } from './useSessionConfig.ts'

export interface UseSmartAccountParameters<selectData = SmartAccount> extends ConfigParameter {
  /** @default the connected chain */
  chainId?: number | undefined
  /** @default the connected wallet */
  owner?: Address | undefined
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  query?: QueryParameter<SmartAccount, selectData> | undefined
}
export type UseSmartAccountReturnType<selectData = SmartAccount> = UseQueryResult<
  selectData,
  BaseError
>
export type SmartAccountErrorType = BaseError

/**
 * The smart account of the connected wallet. It has an address before it is deployed.
 *
 * @example
 * const { data: account } = useSmartAccount()
 * account?.address
 */
export function useSmartAccount<selectData = SmartAccount>(
  parameters: UseSmartAccountParameters<selectData> = {},
): UseSmartAccountReturnType<selectData> {
  const config = useSessionConfig(parameters)
  const connection = useConnection()
  const connectedChainId = useChainId()
  const { owner = connection.address, index } = parameters
  const chainId = parameters.chainId ?? connection.chainId ?? connectedChainId
  const options = getSmartAccountQueryOptions(config, { chainId, owner, index })
  return useQuery<SmartAccount, BaseError, selectData>({
    ...(options as object),
    ...(parameters.query as object),
  } as UseQueryOptions<SmartAccount, BaseError, selectData>)
}

'use client'
import type { PartialAccountScope } from '../types/Session.ts'
import type { ConfigParameter } from './useSessionConfig.ts'
import { useSmartAccount } from './useSmartAccount.ts'

export interface UseAccountScopeParameters extends ConfigParameter {
  /** @default the connected chain */
  chainId?: number | undefined
  /** A smart account. @default the connected wallet's */
  account?: PartialAccountScope['account']
}

/** The chain and smart account that a hook is about: as given, or as connected. */
export function useAccountScope(parameters: UseAccountScopeParameters): PartialAccountScope {
  const { config, chainId, account } = parameters
  const connected = useSmartAccount({ config, chainId })
  return {
    chainId: chainId ?? connected.data?.chainId,
    account: account ?? connected.data?.address,
  }
}

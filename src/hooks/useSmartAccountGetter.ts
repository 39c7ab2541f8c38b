'use client'
import { useCallback } from 'react'
import { useConfig } from 'wagmi'
import { getChainId, getConnection } from 'wagmi/actions'
import { getSmartAccount } from '../actions/getSmartAccount.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'

/**
 * Gets the smart account of the connected wallet when it is needed: not the one of the last render,
 * which may be older than the wallet's last switch, or from before it was derived.
 */
export function useSmartAccountGetter(parameters: {
  config: SessionConfig
  /** @default the connected chain */
  chainId?: number | undefined
}): () => Promise<SmartAccount> {
  const { config, chainId } = parameters
  const wagmi = useConfig()
  return useCallback(async () => {
    const connection = getConnection(wagmi)
    if (!connection.address) throw new WalletNotConnectedError()
    try {
      return await getSmartAccount(config, {
        chainId: chainId ?? connection.chainId ?? getChainId(wagmi),
        owner: connection.address,
      })
    } catch (error) {
      throw toTypedError(error, 'none')
    }
  }, [config, chainId, wagmi])
}

'use client'
import { useCallback } from 'react'
import type { WalletClient } from 'viem'
import { useConfig } from 'wagmi'
import { getConnection, getWalletClient } from 'wagmi/actions'
import { WalletError } from '../errors/WalletError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'

/**
 * Gets the connected wallet when it is needed, so that an account or chain that was switched in
 * between is seen.
 */
export function useOwnerWallet(): () => Promise<WalletClient> {
  const wagmi = useConfig()
  return useCallback(async () => {
    const { address, chainId } = getConnection(wagmi)
    if (!address) throw new WalletNotConnectedError()
    return getWalletClient(wagmi, { account: address, chainId }).catch((cause: unknown) => {
      throw new WalletError({ cause })
    })
  }, [wagmi])
}

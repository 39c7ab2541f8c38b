'use client'
import type { WalletClient } from 'viem'
import { useChainId } from 'wagmi'
import { useOwnerWallet } from './useOwnerWallet.ts'

interface OwnerVariables {
  chainId?: number | undefined
  signal?: AbortSignal | undefined
}

/** Adds the connected wallet to the variables of a mutation, and its chain where they name none. */
export function useConnectedOwner() {
  const connectedChainId = useChainId()
  const getOwnerWallet = useOwnerWallet()
  return async <variables extends OwnerVariables>(
    variables: variables,
  ): Promise<variables & { chainId: number; wallet: WalletClient }> => {
    const { chainId = connectedChainId } = variables
    return { ...variables, chainId, wallet: await getOwnerWallet(variables) }
  }
}

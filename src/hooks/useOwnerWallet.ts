'use client'
import { useCallback } from 'react'
import type { WalletClient } from 'viem'
import { useConfig } from 'wagmi'
import { getConnection, getWalletClient } from 'wagmi/actions'
import { actionsChunk } from '../actions/actionsChunk.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { untilAborted } from '../utils/untilAborted.ts'

export type GetOwnerWallet = (options?: {
  /** Gives up on a wallet that does not answer. */
  signal?: AbortSignal | undefined
}) => Promise<WalletClient>

/**
 * Gets the connected wallet when it is needed, so that an account or chain that was switched in
 * between is seen.
 */
export function useOwnerWallet(): GetOwnerWallet {
  const wagmi = useConfig()
  return useCallback(
    async ({ signal } = {}) => {
      const { address, chainId } = getConnection(wagmi)
      if (!address) throw new WalletNotConnectedError()
      // the core says it when the wallet is on another chain than the account
      const asked = getWalletClient(wagmi, { account: address, chainId, assertChainId: false })
      return untilAborted(asked, signal).catch(async (cause: unknown) => {
        if (cause instanceof Error && cause.name === 'ConnectorNotConnectedError')
          throw new WalletNotConnectedError()
        const { toWalletError } = await actionsChunk.load()
        throw toWalletError(cause)
      })
    },
    [wagmi],
  )
}

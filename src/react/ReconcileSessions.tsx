'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useConnection } from 'wagmi'
import { reconcileSessions, type SyncState } from '../actions/reconcileSessions.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { getSmartAccountQueryOptions } from '../query/getSmartAccountQueryOptions.ts'

/** How soon to look again while a change is on its way, milliseconds. */
const lookAgainAfter = 2_000

/** Settles the connected account's sessions with the chain whenever the page may have missed it. */
export function ReconcileSessions({ config }: { config: SessionConfig }) {
  const connection = useConnection()
  const { data: smartAccount } = useQuery(
    getSmartAccountQueryOptions(config, {
      chainId: connection.chainId,
      owner: connection.address,
    }),
  )
  const chainId = smartAccount?.chainId
  const account = smartAccount?.address

  useEffect(() => {
    if (chainId === undefined || account === undefined) return
    let ended = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const reconcile = async () => {
      clearTimeout(timer)
      const state = await reconcileSessions(config, { chainId, account }).catch(
        // unread, not unknown: what was confirmed stands, and focus or network ask again
        (): SyncState => 'in-sync',
      )
      if (!ended && state === 'in-flight')
        timer = setTimeout(() => void reconcile(), lookAgainAfter)
    }
    const onVisible = () => {
      if (document.visibilityState === 'visible') void reconcile()
    }
    const onOnline = () => void reconcile()
    void reconcile()
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('focus', onVisible)
    window.addEventListener('online', onOnline)
    return () => {
      ended = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('focus', onVisible)
      window.removeEventListener('online', onOnline)
    }
  }, [config, chainId, account])
  return null
}

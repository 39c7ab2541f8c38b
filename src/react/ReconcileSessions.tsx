'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useConnection } from 'wagmi'
import { reconcileSessions, type SyncState } from '../actions/reconcileSessions.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { getSmartAccountQueryOptions } from '../query/getSmartAccountQueryOptions.ts'

/** How soon to look again while a change is on its way, milliseconds. */
const lookAgainAfter = 2_000
/** How soon to look again when the chain could not be read, milliseconds: longer each time. */
const pauseAfter = (failures: number) => Math.min(500 * 2 ** failures, 60_000)

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
    let failures = 0
    const reconcile = async () => {
      const state = await reconcileSessions(config, { chainId, account }).catch(
        // what was confirmed stands; what is not known yet is known once the chain can be read
        (): SyncState | 'unread' => 'unread',
      )
      if (ended) return
      clearTimeout(timer)
      failures = state === 'unread' ? failures + 1 : 0
      if (state === 'unread' || state === 'in-flight')
        timer = setTimeout(
          () => void reconcile(),
          state === 'unread' ? pauseAfter(failures) : lookAgainAfter,
        )
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

'use client'
import { useEffect } from 'react'
import type { Address } from 'viem'
import { actionsChunk } from '../actions/actionsChunk.ts'
import type { SyncState } from '../actions/reconcileSessions.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ClientNotConfiguredError } from '../errors/ClientNotConfiguredError.ts'

/** How soon to look again while a change is on its way, milliseconds. */
const lookAgainAfter = 2_000
/** How soon to look again when the chain could not be read, milliseconds: longer each time. */
const pauseAfter = (failures: number) => Math.min(500 * 2 ** failures, 60_000)

export interface ReconcileScopeProps {
  config: SessionConfig
  chainId: number
  account: Address
}

/** Settles the sessions of one account with the chain whenever the page may have missed something. */
export function ReconcileScope({ config, chainId, account }: ReconcileScopeProps) {
  useEffect(() => {
    let ended = false
    let running = false
    let again = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let failures = 0

    /** What was confirmed stands; what is not known yet is known once the chain can be read. */
    const settle = async (): Promise<SyncState | 'unread' | 'unreadable'> => {
      try {
        // what is there begins at once: the page may be leaving
        const { reconcileSessions } = actionsChunk.get() ?? (await actionsChunk.load())
        return await reconcileSessions(config, { chainId, account })
      } catch (error) {
        return error instanceof ClientNotConfiguredError ? 'unreadable' : 'unread'
      }
    }

    const reconcile = async () => {
      // a page that is shown again tells so twice
      again = running
      if (running) return
      clearTimeout(timer)
      running = true
      let state = await settle()
      while (again && !ended) {
        again = false
        state = await settle()
      }
      running = false
      if (ended) return
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

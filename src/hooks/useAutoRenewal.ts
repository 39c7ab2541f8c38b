'use client'
import { useEffect } from 'react'
import { actionsChunk } from '../actions/actionsChunk.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { Session } from '../types/Session.ts'

/** Opens the approval of a renewal while a session is expiring and the page is seen. */
export function useAutoRenewal(parameters: {
  config: SessionConfig
  /** The session that is expiring; nothing while there is none, or nothing is to be opened. */
  session: Session | undefined
  renew: () => Promise<unknown>
}): void {
  const { config, session, renew } = parameters
  useEffect(() => {
    if (!session) return
    let ended = false
    const offer = async () => {
      // a page that could not load it asks again the next time that it is seen
      const actions = await actionsChunk.load().catch(() => undefined)
      if (ended || document.visibilityState !== 'visible') return
      await actions?.offerRenewal(config, session, renew)
    }
    const onVisible = () => void offer()
    onVisible()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [config, session, renew])
}

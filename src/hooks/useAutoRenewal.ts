'use client'
import { useEffect } from 'react'
import { offerRenewal } from '../actions/offerRenewal.ts'
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
    const offer = () => {
      if (document.visibilityState === 'visible') void offerRenewal(config, session, renew)
    }
    offer()
    document.addEventListener('visibilitychange', offer)
    return () => document.removeEventListener('visibilitychange', offer)
  }, [config, session, renew])
}

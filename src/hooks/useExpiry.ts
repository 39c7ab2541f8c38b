'use client'
import { useEffect, useState } from 'react'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { Policy } from '../types/Policy.ts'
import type { Session } from '../types/Session.ts'

export interface UseExpiryParameters {
  config: SessionConfig
  session: Session | undefined
  policy: Policy | undefined
  /** How long before its end a session counts as expiring, seconds. */
  before: number
}

export interface UseExpiryReturnType {
  /** Unix seconds, by the chain's clock. */
  expiresAt: number | undefined
  isExpiring: boolean
}

/** A device that slept has missed its timers, so they are short. Milliseconds. */
const longestWait = 30_000

/** When a live session ends, by the chain's clock, and whether that is soon. */
export function useExpiry(parameters: UseExpiryParameters): UseExpiryReturnType {
  const { config, policy } = parameters
  const session = parameters.session?.status === 'ACTIVE' ? parameters.session : undefined
  const { id, chainId, account, validUntil = 0 } = session ?? {}
  const before = session ? Math.min(parameters.before, halfOf(session, policy)) : 0
  const [expiring, setExpiring] = useState<string>()

  useEffect(() => {
    if (id === undefined || chainId === undefined || account === undefined) return
    if (validUntil === 0) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      const left = (validUntil - before - config.views.now({ chainId, account })) * 1000
      setExpiring(left <= 0 ? id : undefined)
      if (left > 0) timer = setTimeout(look, Math.min(left, longestWait))
    }
    look()
    const unsubscribe = config.views.subscribe(look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      unsubscribe()
      document.removeEventListener('visibilitychange', look)
    }
  }, [config, id, chainId, account, validUntil, before])

  return {
    expiresAt: validUntil === 0 ? undefined : validUntil,
    isExpiring: id !== undefined && expiring === id,
  }
}

/** A short session is not expiring from its beginning on: its renewal would be so, too. */
function halfOf(session: Session, policy: Policy | undefined): number {
  const { validAfter, validUntil, createdAt } = session
  const length = validUntil - Math.max(validAfter, Math.floor(createdAt / 1000))
  const asked = policy && 'expiresIn' in policy.expiry ? policy.expiry.expiresIn : length
  return Math.max(0, Math.floor(Math.min(length, asked) / 2))
}

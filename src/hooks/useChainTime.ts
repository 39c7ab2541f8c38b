'use client'
import { useCallback, useContext } from 'react'
import { SessionContext } from '../react/SessionContext.ts'
import type { AccountScope } from '../types/Session.ts'
import { useClock } from './useClock.ts'

/**
 * Unix seconds: the clock of the account's chain, which says what a session may do, as far as a
 * `SessionProvider` has seen it; else this machine's, which may be wrong.
 */
export function useChainTime({ chainId, account }: Partial<AccountScope>): number {
  const views = useContext(SessionContext)?.views
  const read = useCallback(() => {
    if (views && chainId !== undefined && account) return views.now({ chainId, account })
    return Math.floor(Date.now() / 1000)
  }, [views, chainId, account])
  return useClock(read, views?.subscribe)
}

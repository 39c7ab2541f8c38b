'use client'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useConfig } from 'wagmi'
import { actionsChunk } from '../actions/actionsChunk.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { servicesChunk } from '../config/lazyServices.ts'
import { withClients } from '../config/withClients.ts'
import { preloadChunks } from '../utils/preloadChunks.ts'
import { ReconcileSessions } from './ReconcileSessions.tsx'
import { SessionContext } from './SessionContext.ts'

export interface SessionProviderProps {
  /** From `createSessionConfig`. */
  config: SessionConfig
  children?: ReactNode
}

/**
 * Gives the hooks below it their config, reads chains through wagmi's clients, and settles the
 * sessions with the chain on load, on focus, on reconnect, and when account or chain change. Once the
 * page is idle it loads what the hooks need to act.
 *
 * @example
 * <WagmiProvider config={wagmi}><QueryClientProvider client={client}>
 *   <SessionProvider config={config}>
 *     <App />
 *     <SessionApprovalModal />
 *   </SessionProvider>
 * </QueryClientProvider></WagmiProvider>
 */
export function SessionProvider({ config, children }: SessionProviderProps) {
  const wagmi = useConfig()
  const bound = useMemo(
    () =>
      withClients(config, (chainId) =>
        wagmi.chains.some(({ id }) => id === chainId) ? wagmi.getClient({ chainId }) : undefined,
      ),
    [config, wagmi],
  )
  useEffect(() => preloadChunks([actionsChunk, servicesChunk]), [])
  return (
    <SessionContext.Provider value={bound}>
      <ReconcileSessions config={bound} />
      {children}
    </SessionContext.Provider>
  )
}

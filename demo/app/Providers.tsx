import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { SessionProvider } from 'grantkit'
import { SessionApprovalModal } from 'grantkit/ui'
import { type ReactNode, useState } from 'react'
import { WagmiProvider } from 'wagmi'
import type { DemoDevnet } from '../DemoDevnet.ts'
import { createSessions } from './createSessions.ts'
import { createWagmi } from './createWagmi.ts'
import { ShopContext } from './ShopContext.ts'

/** All that a dapp adds for session keys: a provider and a modal. */
export function Providers({ devnet, children }: { devnet: DemoDevnet; children: ReactNode }) {
  const [wagmi] = useState(() => createWagmi(devnet))
  const [sessions] = useState(() => createSessions(devnet))
  const [queries] = useState(() => new QueryClient())
  return (
    <WagmiProvider config={wagmi}>
      <QueryClientProvider client={queries}>
        <SessionProvider config={sessions}>
          <ShopContext value={devnet}>{children}</ShopContext>
          <SessionApprovalModal />
        </SessionProvider>
      </QueryClientProvider>
    </WagmiProvider>
  )
}

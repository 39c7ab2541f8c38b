import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createSessionConfig, SessionProvider } from 'grantkit'
import { SessionApprovalModal } from 'grantkit/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { WagmiProvider } from 'wagmi'
import { createWagmi } from '../../../demo/app/createWagmi.ts'
import { loadDevnet } from '../../../demo/app/loadDevnet.ts'
import { deviceVault } from '../../../src/storage/vaults/deviceVault.ts'
import type { KeyVault } from '../../../src/types/KeyVault.ts'
import { SoakApp } from './SoakApp.tsx'
import { tellSoak } from './tellSoak.ts'

const container = document.getElementById('root')
if (!container) throw new Error('The page has no #root.')
const root = createRoot(container)
const devnet = await loadDevnet().catch((error: unknown) => {
  // without a line there is no page; whoever sits before it loads it again
  if (error instanceof TypeError) return new Promise<never>(() => undefined)
  throw error
})
const { chainId, bundlerUrl, paymasterUrl } = devnet

/** The default vault; what it is given is told, so that it can be looked for everywhere else. */
const device = deviceVault()
const vault: KeyVault = {
  ...device,
  async wrap(privateKey, context) {
    await tellSoak({ type: 'key', privateKey })
    return device.wrap(privateKey, context)
  },
}
const wagmi = createWagmi(devnet)
const sessions = createSessionConfig({
  vault,
  bundler: { [chainId]: bundlerUrl },
  paymaster: { [chainId]: { url: paymasterUrl, type: 'biconomy' } },
  // what is lost is over sooner, so that there are more ends of it to see
  timeout: 20_000,
})

root.render(
  <StrictMode>
    <WagmiProvider config={wagmi}>
      <QueryClientProvider client={new QueryClient()}>
        <SessionProvider config={sessions}>
          <SoakApp devnet={devnet} />
          <SessionApprovalModal />
        </SessionProvider>
      </QueryClientProvider>
    </WagmiProvider>
  </StrictMode>,
)

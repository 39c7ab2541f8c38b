/** A dapp's page with a connected wallet, and a script of its backend: path to text. */
export function dapp(devnet: {
  rpcUrl: string
  bundlerUrl: string
  paymasterUrl: string
  owner: string
}): Readonly<Record<string, string>> {
  return {
    '.env': `VITE_DEVNET=${JSON.stringify(devnet)}\n`,
    'index.html': html,
    'vite.config.js': viteConfig,
    'main.jsx': page,
    'backend.js': backend,
  }
}

/** Of its package.json. */
export const scripts = {
  // warnings go to stderr
  build: 'vite build --logLevel warn 2>&1',
  dev: 'vite --host 127.0.0.1 --port 0',
  backend: 'node backend.js',
}

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>A dapp</title><link rel="icon" href="data:,"></head>
  <body><div id="root"></div><script type="module" src="/main.jsx"></script></body>
</html>
`

// how large the whole page is, wagmi and viem with it, is not asked here
const viteConfig = `
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // the maps say what a chunk was made of
  build: { sourcemap: true, chunkSizeWarningLimit: 5_000 },
})
`

const page = `
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { contractCall, createSessionConfig, definePolicy, SessionProvider, useSessionKey } from 'grantkit'
import { deviceVault, indexedDb } from 'grantkit/storage'
import 'grantkit/styles.css'
import { SessionApprovalModal } from 'grantkit/ui'
import { createRoot } from 'react-dom/client'
import { defineChain, http, parseAbi } from 'viem'
import { createConfig, mock, WagmiProvider } from 'wagmi'

const devnet = JSON.parse(import.meta.env.VITE_DEVNET)
const chain = defineChain({
  id: 80002,
  name: 'Devnet',
  nativeCurrency: { name: 'POL', symbol: 'POL', decimals: 18 },
  rpcUrls: { default: { http: [devnet.rpcUrl] } },
})
const wagmi = createConfig({
  chains: [chain],
  connectors: [mock({ accounts: [devnet.owner], features: { defaultConnected: true, reconnect: true } })],
  transports: { [chain.id]: http() },
})
const config = createSessionConfig({
  storage: indexedDb(),
  vault: deviceVault(),
  bundler: { [chain.id]: devnet.bundlerUrl },
  paymaster: { [chain.id]: { url: devnet.paymasterUrl } },
})
const policy = definePolicy({
  permissions: [
    contractCall({
      address: '0x747A4168DB14F57871fa8cda8B5455D8C2a8e90a',
      abi: parseAbi(['function mint(uint256 amount)']),
      functionName: 'mint',
      args: { amount: 1n },
    }),
  ],
  expiresIn: { hours: 2 },
})

function Mint() {
  const { status, request } = useSessionKey({ policy })
  return (
    <>
      <output>The session is {status}.</output>
      <button type="button" onClick={() => request()}>Let this page mint</button>
    </>
  )
}

createRoot(document.querySelector('#root')).render(
  <WagmiProvider config={wagmi}>
    <QueryClientProvider client={new QueryClient()}>
      <SessionProvider config={config}>
        <Mint />
        <SessionApprovalModal />
      </SessionProvider>
    </QueryClientProvider>
  </WagmiProvider>,
)
`

const backend = `
import { definePolicy, erc20Transfer, policyFromJson, policyToJson } from 'grantkit/core'
import { createStorageHandler } from 'grantkit/server'
import { file } from 'grantkit/storage-node'

const account = '0x1111111111111111111111111111111111111111'
const policy = definePolicy({
  permissions: [erc20Transfer({ token: account, to: account, maxAmount: 1n })],
  expiresIn: { hours: 2 },
})
const address = { chainId: 80002, account, kind: 'state', id: 'policy' }

const writer = file({ directory: './records' })
await writer.put(address, policyToJson(policy))
await writer.close()

const reader = file({ directory: './records' })
const read = policyFromJson((await reader.get(address)).value)
console.log('read back:', read.digest === policy.digest)

const handler = createStorageHandler({
  storage: reader,
  secret: '11'.repeat(32),
  domains: ['localhost'],
  chainIds: [80002],
})
const { status } = await handler(new Request('http://localhost/'))
console.log('answered:', status)
await reader.close()
`

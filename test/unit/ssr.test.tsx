import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToString } from 'react-dom/server'
import { type Address, http } from 'viem'
import { polygonAmoy } from 'viem/chains'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createConfig, WagmiProvider } from 'wagmi'
import { mock } from 'wagmi/connectors'
import * as kit from '../../src/exports/index.ts'

const browserGlobals = [
  'window',
  'document',
  'location',
  'navigator',
  'indexedDB',
  'localStorage',
  'sessionStorage',
]
const before = new Map<string, PropertyDescriptor | undefined>()

/** Tells which of the browser's globals somebody looks at from now on. */
function trapBrowserGlobals(): string[] {
  const touched: string[] = []
  for (const name of browserGlobals) {
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get() {
        // React, wagmi and TanStack Query look as well, with care: only our own looks count
        const [, , looker = ''] = (new Error('look').stack ?? '').split('\n')
        if (!looker.includes('node_modules')) touched.push(`${name} ${looker.trim()}`)
        return undefined
      },
    })
  }
  return touched
}

afterEach(() => {
  for (const [name, descriptor] of before)
    if (descriptor) Object.defineProperty(globalThis, name, descriptor)
    else Reflect.deleteProperty(globalThis, name)
  before.clear()
})

const owner: Address = '0x0000000000000000000000000000000000000abc'

const hooks = Object.keys(kit).filter((name) => /^use[A-Z]/.test(name))

/** Uses every hook, and tells what each of them says. */
function Page() {
  const policy = kit.definePolicy({
    permissions: [kit.erc20Transfer({ token: owner, to: owner, maxAmount: 1n })],
    expiresIn: { hours: 2 },
  })
  const said: Record<string, string> = {
    useSmartAccount: kit.useSmartAccount().status,
    useSessions: kit.useSessions().status,
    useSession: kit.useSession({ sessionId: 'one' }).status,
    useTokenMetadata: kit.useTokenMetadata({ chainId: polygonAmoy.id, address: owner }).status,
    useSessionKey: kit.useSessionKey({ policy }).status,
    useBatchSession: kit.useBatchSession({ policy }).status,
    useGrantSession: kit.useGrantSession().status,
    useSendSessionTransaction: kit.useSendSessionTransaction().status,
    useRevokeSessions: kit.useRevokeSessions().status,
    usePolicyCheck: String(kit.usePolicyCheck({ policy, calls: [{ to: owner }] }).allowed),
    useSessionApproval: kit.useSessionApproval().state.status,
    useSessionConfig: typeof kit.useSessionConfig(),
  }
  return hooks.map((name) => `${name}: ${said[name]}`).join('\n')
}

/** What a server makes of it. */
function renderPage(options: { connected: boolean }): string {
  const wagmi = createConfig({
    chains: [polygonAmoy],
    transports: { [polygonAmoy.id]: http('http://localhost:1') },
    connectors: [mock({ accounts: [owner] })],
    ssr: true,
  })
  const [connector] = wagmi.connectors
  if (!connector) throw new Error('There is no connector.')
  const { uid } = connector
  const connection = { accounts: [owner] as const, chainId: polygonAmoy.id, connector }
  const initialState = options.connected
    ? {
        chainId: polygonAmoy.id,
        connections: new Map([[uid, connection]]),
        current: uid,
        status: 'connected' as const,
      }
    : undefined
  const config = kit.createSessionConfig({ bundler: { [polygonAmoy.id]: 'http://localhost:1' } })
  return renderToString(
    <WagmiProvider config={wagmi} initialState={initialState}>
      <QueryClientProvider client={new QueryClient()}>
        <kit.SessionProvider config={config}>
          <Page />
        </kit.SessionProvider>
      </QueryClientProvider>
    </WagmiProvider>,
  )
}

describe('on a server', () => {
  test('importing the main entry touches no browser global', async () => {
    vi.resetModules()
    const touched = trapBrowserGlobals()
    const fresh = await import('../../src/exports/index.ts')
    expect(fresh.SessionProvider).not.toBe(kit.SessionProvider)
    expect(fresh.SessionProvider).toBeTypeOf('function')
    expect(touched).toEqual([])
  })

  test('every hook renders while no wallet is connected', () => {
    const touched = trapBrowserGlobals()
    expect(renderPage({ connected: false })).toMatchInlineSnapshot(`
      "useBatchSession: disconnected
      useEnableSessionModules: undefined
      useGrantSession: idle
      usePolicyCheck: false
      useRenewSession: undefined
      useRevokeSessions: idle
      useSendOwnerTransaction: undefined
      useSendSessionTransaction: idle
      useSession: pending
      useSessionApproval: idle
      useSessionConfig: object
      useSessionKey: disconnected
      useSessions: pending
      useSmartAccount: pending
      useTokenMetadata: pending"
    `)
    expect(touched).toEqual([])
  })

  test('every hook renders for a wallet that a cookie remembers', () => {
    const touched = trapBrowserGlobals()
    expect(renderPage({ connected: true })).toMatchInlineSnapshot(`
      "useBatchSession: loading
      useEnableSessionModules: undefined
      useGrantSession: idle
      usePolicyCheck: false
      useRenewSession: undefined
      useRevokeSessions: idle
      useSendOwnerTransaction: undefined
      useSendSessionTransaction: idle
      useSession: pending
      useSessionApproval: idle
      useSessionConfig: object
      useSessionKey: loading
      useSessions: pending
      useSmartAccount: pending
      useTokenMetadata: pending"
    `)
    expect(touched).toEqual([])
  })
})

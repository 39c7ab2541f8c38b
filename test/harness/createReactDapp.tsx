import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ComponentType, type ReactNode, StrictMode } from 'react'
import {
  type Address,
  encodeFunctionData,
  type HttpTransportConfig,
  http,
  parseAbi,
  parseUnits,
} from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { polygon, polygonAmoy } from 'viem/chains'
import { expect, inject } from 'vitest'
import { type Config, createConfig, createStorage, WagmiProvider } from 'wagmi'
import { connect } from 'wagmi/actions'
import { createSessionConfig, type SessionConfig } from '../../src/config/createSessionConfig.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import { SessionProvider } from '../../src/react/SessionProvider.tsx'
import { memory } from '../../src/storage/drivers/memory.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { KeyVault } from '../../src/types/KeyVault.ts'
import type { Call, Policy } from '../../src/types/Policy.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { createLocalWallet, type LocalWallet } from './localConnector.ts'

/** A chain that the page knows besides the devnet's. Its node is the devnet's too. */
export const otherChainId = polygon.id

export interface Network {
  down: boolean
  /**
   * Lets the node's answers to a method wait until they are released.
   * @returns releases them, and lets later ones pass.
   */
  hold(method: string): () => void
}

export interface ReactDapp {
  chainId: number
  wallet: LocalWallet
  wagmi: Config
  config: SessionConfig
  queryClient: QueryClient
  /** All that a dapp puts around its components, in strict mode. */
  wrapper: ComponentType<{ children: ReactNode }>
  /** The node, which can be taken away. */
  network: Network
  /** How many user operations were handed to the bundler. */
  sent(): number
}

export interface ReactDappOptions {
  wallet?: LocalWallet
  /** @default memory() */
  storage?: SessionStorageDriver
  vault?: KeyVault
  /** Connect before anything is rendered. Otherwise the page reconnects as it loads. @default true */
  connected?: boolean
  /** What the page remembers of its connection from one load to the next. @default nothing */
  memories?: Map<string, string>
  /** As a page that a server renders first. @default false */
  ssr?: boolean
}

/** A page of a dapp on the devnet: its wallet, its configs, its providers. */
export async function createReactDapp(options: ReactDappOptions = {}): Promise<ReactDapp> {
  const devnet = inject('devnet')
  const { chainId, rpcUrl } = devnet
  const { memories } = options
  const wallet = options.wallet ?? createLocalWallet({ chainId, rpcUrl })
  const held = new Map<string, Promise<void>>()
  const network: Network = {
    down: false,
    hold(method) {
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      held.set(method, released)
      return () => {
        held.delete(method)
        release()
      }
    },
  }
  let sent = 0
  const reach: NonNullable<HttpTransportConfig['fetchFn']> = async (input, init) => {
    const body = String(init?.body)
    for (const [method, released] of held) if (body.includes(`"${method}"`)) await released
    if (network.down) throw new TypeError('Failed to fetch')
    return fetch(input, init)
  }
  const node = http(rpcUrl, { retryCount: 0, fetchFn: reach })
  const rpcUrls = { default: { http: [rpcUrl] } }
  const wagmi = createConfig({
    chains: [
      { ...polygonAmoy, rpcUrls },
      { ...polygon, rpcUrls },
    ],
    transports: { [polygonAmoy.id]: node, [polygon.id]: node },
    connectors: [wallet.connector()],
    storage: memories ? rememberIn(memories) : null,
    ssr: options.ssr ?? false,
    multiInjectedProviderDiscovery: false,
    pollingInterval: 100,
  })
  const bundler = http(devnet.bundlerUrl, {
    retryCount: 0,
    fetchFn: (input, init) => {
      if (String(init?.body).includes('eth_sendUserOperation')) sent += 1
      return reach(input, init)
    },
  })
  const config = createSessionConfig({
    storage: options.storage ?? memory(),
    vault: options.vault ?? secretVault({ secret: new Uint8Array(32).fill(7) }),
    bundler: { [chainId]: bundler, [otherChainId]: bundler },
    paymaster: { [chainId]: { url: devnet.paymasterUrl, type: 'biconomy' } },
    pollingInterval: 100,
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const connected = options.connected ?? true
  const [connector] = wagmi.connectors
  if (connected && connector) await connect(wagmi, { connector })

  return {
    chainId,
    wallet,
    wagmi,
    config,
    queryClient,
    network,
    sent: () => sent,
    wrapper: ({ children }) => (
      <StrictMode>
        <WagmiProvider config={wagmi} reconnectOnMount={!connected}>
          <QueryClientProvider client={queryClient}>
            <SessionProvider config={config}>{children}</SessionProvider>
          </QueryClientProvider>
        </WagmiProvider>
      </StrictMode>
    ),
  }
}

function rememberIn(memories: Map<string, string>) {
  return createStorage({
    storage: {
      getItem: (key) => memories.get(key) ?? null,
      setItem: (key, value) => {
        memories.set(key, value)
      },
      removeItem: (key) => {
        memories.delete(key)
      },
    },
  })
}

const nftAbi = parseAbi(['function safeMint(address to)'])
const erc20Abi = parseAbi(['function transfer(address to, uint256 amount) returns (bool)'])

/** The policy of the main job, and calls that it allows. */
export interface Story {
  /** The smart account must be the receiver: it is the caller that the leaf names. */
  shop: Address
  policy(receiver: Address): Policy
  mintPolicy(receiver: Address): Policy
  mint(receiver: Address): Call
  /** USDC, in whole tokens. */
  pay(amount: string): Call
}

/** Mint and pay for two hours, to a shop of its own. */
export function createStory(): Story {
  const { nft, usdc } = inject('devnet').contracts
  const shop = privateKeyToAddress(generatePrivateKey())
  const mintPermission = (receiver: Address) =>
    contractCall({ address: nft, abi: nftAbi, functionName: 'safeMint', args: { to: receiver } })
  return {
    shop,
    mintPolicy: (receiver) =>
      definePolicy({ permissions: [mintPermission(receiver)], expiresIn: { hours: 2 } }),
    policy: (receiver) =>
      definePolicy({
        permissions: [
          mintPermission(receiver),
          erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits('1', 6) }),
        ],
        expiresIn: { hours: 2 },
        batch: true,
      }),
    mint: (receiver) => ({
      to: nft,
      data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [receiver] }),
    }),
    pay: (amount) => ({
      to: usdc,
      data: encodeFunctionData({
        abi: erc20Abi,
        functionName: 'transfer',
        args: [shop, parseUnits(amount, 6)],
      }),
    }),
  }
}

/** As `expect.poll`, with time enough for a user operation on a busy machine. */
export function eventually<value>(read: () => value) {
  return expect.poll(read, { timeout: 30_000, interval: 25 })
}

import { defineChain } from 'viem'
import { createConfig, http, injected } from 'wagmi'
import { burner } from '../burner/burner.ts'
import type { DemoDevnet } from '../DemoDevnet.ts'

/** wagmi, as in any dapp, with the devnet as its only chain. */
export function createWagmi(devnet: DemoDevnet) {
  const chain = defineChain({
    id: devnet.chainId,
    name: 'Local devnet',
    nativeCurrency: { name: 'POL', symbol: 'POL', decimals: 18 },
    rpcUrls: { default: { http: [devnet.rpcUrl] } },
    testnet: true,
  })
  return createConfig({
    chains: [chain],
    connectors: [burner(), injected()],
    transports: { [chain.id]: http(devnet.rpcUrl, { batch: true }) },
    pollingInterval: 500,
  })
}

import type { Address } from 'viem'

/** What the page has to know of the devnet: the body of `/devnet.json`. */
export interface DemoDevnet {
  /** Another one with each start: an earlier chain, and what was stored about it, is gone. */
  run: string
  chainId: number
  rpcUrl: string
  bundlerUrl: string
  paymasterUrl: string
  faucetUrl: string
  nft: Address
  usdc: Address
  /** Who is paid. */
  shop: Address
}

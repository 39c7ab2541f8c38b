import type { Address, Hex } from 'viem'
import type { canonicalAddresses } from './canonicalAddresses.ts'

/** A running devnet. */
export type Devnet = {
  /** Polygon Amoy's, because the SDK looks its chains up in viem. */
  chainId: 80002
  /** The JSON-RPC endpoint of anvil, over HTTP and WebSocket. */
  rpcUrl: string
  /** What the SDK takes as `bundlerUrl`. */
  bundlerUrl: string
  /** What the SDK takes as `paymasterUrl`; ERC-7677 too. Sponsors everything. */
  paymasterUrl: string
  /** `POST {"address"}` sends it 1 native token and 1,000 USDC. */
  faucetUrl: string
  contracts: Record<keyof typeof canonicalAddresses | 'verifyingPaymaster', Address>
  /** Funded EOAs that nothing inside the devnet uses. */
  accounts: readonly { address: Address; privateKey: Hex }[]
  /** Stops everything. May be called more than once. */
  stop(): Promise<void>
}

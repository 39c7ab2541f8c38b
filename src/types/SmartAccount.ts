import type { Address, Hex } from 'viem'

/** An ERC-4337 account (Biconomy Smart Account V2, EntryPoint v0.6). */
export interface SmartAccount {
  chainId: number
  address: Address
  /** The wallet that owns it. */
  owner: Address
  /** Deploys it with its first user operation: `factory ‖ factoryData`. */
  initCode: Hex
}

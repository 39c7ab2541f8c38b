import { type Address, erc20Abi } from 'viem'
import type { DemoDevnet } from '../DemoDevnet.ts'
import { nftAbi } from './nftAbi.ts'
import { price } from './price.ts'

/** Mint one and pay for it: both happen, or neither. */
export function mintCalls({ nft, usdc, shop }: DemoDevnet, account: Address) {
  return [
    { to: nft, abi: nftAbi, functionName: 'safeMint', args: [account] },
    { to: usdc, abi: erc20Abi, functionName: 'transfer', args: [shop, price] },
  ] as const
}

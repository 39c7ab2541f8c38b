import type { Call } from 'grantkit'
import { type Address, encodeFunctionData, erc20Abi } from 'viem'
import type { DemoDevnet } from '../DemoDevnet.ts'
import { nftAbi } from './nftAbi.ts'
import { price } from './price.ts'

/** Mint one and pay for it: both happen, or neither. */
export function mintCalls({ nft, usdc, shop }: DemoDevnet, account: Address): readonly Call[] {
  return [
    {
      to: nft,
      data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args: [account] }),
    },
    {
      to: usdc,
      data: encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [shop, price] }),
    },
  ]
}

import { contractCall, definePolicy, equals, erc20Transfer, type Policy } from 'grantkit'
import type { Address } from 'viem'
import type { DemoDevnet } from '../DemoDevnet.ts'
import { nftAbi } from './nftAbi.ts'
import { price } from './price.ts'

/** What this page asks for: mint to the user's own account, and pay the shop, for two hours. */
export function mintPolicy({ nft, usdc, shop }: DemoDevnet, account: Address): Policy {
  return definePolicy({
    permissions: [
      contractCall({
        address: nft,
        abi: nftAbi,
        functionName: 'safeMint',
        args: { to: equals(account) },
        required: true,
      }),
      erc20Transfer({ token: usdc, to: shop, maxAmount: price, required: true }),
    ],
    expiresIn: { hours: 2 },
  })
}

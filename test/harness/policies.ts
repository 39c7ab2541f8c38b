import { encodeFunctionData, parseUnits } from 'viem'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { erc20Transfer } from '../../src/policies/erc20Transfer.ts'
import type { Call, Policy } from '../../src/types/Policy.ts'
import { erc20Abi, nftAbi, type TestDapp } from './createTestDapp.ts'

type Expiry = { expiresIn: number | { hours: number } } | { validUntil: number }

/** Mint to the account itself. */
export function mintPolicy(dapp: TestDapp, expiry: Expiry = { expiresIn: { hours: 2 } }): Policy {
  const { nft, account } = dapp
  const args = { to: account.address }
  return definePolicy({
    permissions: [contractCall({ address: nft, abi: nftAbi, functionName: 'safeMint', args })],
    ...expiry,
  })
}

/** Pay the shop up to an amount, USDC. */
export function payPolicy(dapp: TestDapp, maxAmount = '1'): Policy {
  const { usdc, shop } = dapp
  return definePolicy({
    permissions: [erc20Transfer({ token: usdc, to: shop, maxAmount: parseUnits(maxAmount, 6) })],
    expiresIn: { hours: 2 },
  })
}

export function mint(dapp: TestDapp): Call {
  return {
    to: dapp.nft,
    data: encodeFunctionData({
      abi: nftAbi,
      functionName: 'safeMint',
      args: [dapp.account.address],
    }),
  }
}

export function pay(dapp: TestDapp, amount: string): Call {
  return {
    to: dapp.usdc,
    data: encodeFunctionData({
      abi: erc20Abi,
      functionName: 'transfer',
      args: [dapp.shop, parseUnits(amount, 6)],
    }),
  }
}

import { useQuery } from '@tanstack/react-query'
import { type Address, erc20Abi } from 'viem'
import { usePublicClient } from 'wagmi'
import { nftAbi } from '../app/nftAbi.ts'
import { useShop } from './useShop.ts'

/** What the account and the shop own, as the chain says, every second. */
export function useHoldings(account: Address) {
  const { nft, usdc, shop, chainId } = useShop()
  const client = usePublicClient({ chainId })
  return useQuery({
    queryKey: ['holdings', account],
    queryFn: async () => {
      if (!client) throw new Error('The chain is not configured.')
      const balanceOf = (owner: Address) =>
        client.readContract({
          address: usdc,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [owner],
        })
      const [own, shops, supply, transfers] = await Promise.all([
        balanceOf(account),
        balanceOf(shop),
        client.readContract({ address: nft, abi: nftAbi, functionName: 'totalSupply' }),
        client.getContractEvents({
          address: nft,
          abi: nftAbi,
          eventName: 'Transfer',
          args: { to: account },
          fromBlock: 0n,
          strict: true,
        }),
      ])
      return {
        usdc: own,
        shopUsdc: shops,
        nextNumber: Number(supply),
        blooms: transfers.map(({ args }) => Number(args.tokenId)),
      }
    },
    refetchInterval: 1_000,
    retry: false,
  })
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Address } from 'viem'
import { useShop } from './useShop.ts'

/** Gets 1,000 test USDC for the account, and no coin: a session key could spend that on fees. */
export function useFaucet(account: Address) {
  const { faucetUrl } = useShop()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const response = await fetch(faucetUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ address: account, coin: false }),
      })
      if (!response.ok) throw new Error(`The faucet answered ${response.status}.`)
      await queries.invalidateQueries({ queryKey: ['holdings'] })
    },
  })
}

import type { Address } from 'viem'
import { inject } from 'vitest'

/** Sends an account 1 native token and 1,000 USDC. */
export async function faucet(
  address: Address,
  devnet: { faucetUrl: string } = inject('devnet'),
): Promise<void> {
  const response = await fetch(devnet.faucetUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address }),
  })
  if (!response.ok) throw new Error(`The faucet answered ${response.status}.`)
}

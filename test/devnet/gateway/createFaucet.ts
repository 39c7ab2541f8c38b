import {
  type Address,
  createWalletClient,
  type Hex,
  http,
  parseAbi,
  parseEther,
  parseUnits,
  publicActions,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { canonicalAddresses } from '../canonicalAddresses.ts'
import { devnetAccounts } from '../devnetAccounts.ts'

const mintAbi = parseAbi(['function mint(address to, uint256 amount)'])

/** Sends 1,000 USDC, and 1 native token unless it is told not to; resolves when both are mined. */
export function createFaucet(rpcUrl: string) {
  const client = createWalletClient({
    account: privateKeyToAccount(devnetAccounts.faucet.privateKey),
    chain: polygonAmoy,
    transport: http(rpcUrl),
    pollingInterval: 50,
  }).extend(publicActions)

  async function fund(to: Address, what: 'all' | 'tokens'): Promise<Hex[]> {
    const hashes = [
      ...(what === 'all' ? [await client.sendTransaction({ to, value: parseEther('1') })] : []),
      await client.writeContract({
        address: canonicalAddresses.usdc,
        abi: mintAbi,
        functionName: 'mint',
        args: [to, parseUnits('1000', 6)],
      }),
    ]
    for (const hash of hashes) {
      const { status } = await client.waitForTransactionReceipt({ hash })
      if (status !== 'success') throw new Error(`The transaction ${hash} reverted.`)
    }
    return hashes
  }

  // One after the other: two requests at once would take the same nonce.
  let last: Promise<unknown> = Promise.resolve()
  return (to: Address, what: 'all' | 'tokens'): Promise<Hex[]> => {
    const funded = last.then(() => fund(to, what))
    last = funded.catch(() => {})
    return funded
  }
}

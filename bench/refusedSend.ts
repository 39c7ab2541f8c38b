import {
  createClient,
  createPublicClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  http,
  parseAbi,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { getSmartAccount } from '../src/actions/getSmartAccount.ts'
import { grantSession } from '../src/actions/grantSession.ts'
import { sendSessionTransaction } from '../src/actions/sendSessionTransaction.ts'
import { createSessionConfig } from '../src/config/createSessionConfig.ts'
import { UserOperationRejectedError } from '../src/errors/UserOperationRejectedError.ts'
import { contractCall } from '../src/policies/contractCall.ts'
import { definePolicy } from '../src/policies/definePolicy.ts'
import { memory } from '../src/storage/drivers/memory.ts'
import { secretVault } from '../src/storage/vaults/secretVault.ts'
import type { Devnet } from '../test/devnet/Devnet.ts'
import type { BenchRow } from './BenchRow.ts'
import { median } from './median.ts'

const rounds = 10
const abi = parseAbi(['function safeMint(address to)'])

/**
 * From `eth_sendUserOperation`, which the bundler refuses, to the error in the dapp's hands. It is
 * refused because the operation is changed on its way: all else that the chain would refuse, the kit
 * does not send. Budget: 1 s.
 */
export async function refusedSend(devnet: Devnet): Promise<BenchRow[]> {
  const chain = { ...polygonAmoy, rpcUrls: { default: { http: [devnet.rpcUrl] } } }
  const chainId = chain.id
  const bundler = createClient({ transport: http(devnet.bundlerUrl) })
  let isHonest = true
  let sentAt = 0
  const config = createSessionConfig({
    storage: memory(),
    vault: secretVault({ secret: new Uint8Array(32).fill(1) }),
    bundler: {
      [chainId]: custom(
        {
          request({ method, params }: { method: string; params: [{ nonce: string }] }) {
            if (method === 'eth_sendUserOperation' && !isHonest) {
              sentAt = performance.now()
              const [operation, ...rest] = params
              const changed = { ...operation, callGasLimit: '0x186a1' }
              return bundler.request({ method, params: [changed, ...rest] } as never)
            }
            return bundler.request({ method, params } as never)
          },
        },
        { retryCount: 0 },
      ),
    },
    paymaster: { [chainId]: { url: devnet.paymasterUrl, type: 'biconomy' } },
    clients: { [chainId]: createPublicClient({ chain, transport: http(devnet.rpcUrl) }) },
  })
  const owner = privateKeyToAccount(generatePrivateKey())
  const wallet = createWalletClient({ account: owner, chain, transport: http(devnet.rpcUrl) })
  const { address } = await getSmartAccount(config, { chainId, owner: owner.address })
  const { nft } = devnet.contracts
  const policy = definePolicy({
    permissions: [
      contractCall({ address: nft, abi, functionName: 'safeMint', args: { to: address } }),
    ],
    expiresIn: { hours: 1 },
  })
  const { id } = await grantSession(config, { policy, chainId, wallet })
  const data = encodeFunctionData({ abi, functionName: 'safeMint', args: [address] })
  isHonest = false
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const error = await sendSessionTransaction(config, {
      sessionId: id,
      calls: [{ to: nft, data }],
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    times.push(performance.now() - sentAt)
    if (!(error instanceof UserOperationRejectedError) || !error.code)
      throw new Error(`It was not refused with a code: ${String(error)}`)
  }
  return [
    {
      what: 'refused eth_sendUserOperation to the error, with its AA code',
      unit: 'ms',
      kit: median(times),
      kitMax: Math.max(...times),
    },
  ]
}

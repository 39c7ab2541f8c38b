import {
  createABISessionDatum,
  createBatchSession,
  createSessionKeyEOA,
  createSmartAccountClient,
  PaymasterMode,
  SessionMemoryStorage,
} from '@biconomy/account'
import { createPublicClient, createWalletClient, http, parseAbi } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { getSmartAccount } from '../src/actions/getSmartAccount.ts'
import { grantSession } from '../src/actions/grantSession.ts'
import { createSessionConfig } from '../src/config/createSessionConfig.ts'
import { contractCall } from '../src/policies/contractCall.ts'
import { definePolicy } from '../src/policies/definePolicy.ts'
import { memory } from '../src/storage/drivers/memory.ts'
import { secretVault } from '../src/storage/vaults/secretVault.ts'
import type { Devnet } from '../test/devnet/Devnet.ts'
import type { BenchRow } from './BenchRow.ts'
import { median } from './median.ts'

const rounds = 10
const sdkRounds = 3
const nftAbi = parseAbi(['function safeMint(address to)'])

/**
 * From the owner's signature to a session that is ACTIVE, and how much of it comes after the block
 * that includes the grant. The SDK's counterpart is `createBatchSession` and its `wait()`.
 */
export async function grantLatency(devnet: Devnet): Promise<BenchRow[]> {
  const chain = { ...polygonAmoy, rpcUrls: { default: { http: [devnet.rpcUrl] } } }
  const client = createPublicClient({ chain, transport: http(devnet.rpcUrl) })
  const whole: number[] = []
  const afterBlock: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { wallet, signedAt } = signer()
    const config = createSessionConfig({
      storage: memory(),
      vault: secretVault({ secret: new Uint8Array(32).fill(1) }),
      bundler: { [chain.id]: devnet.bundlerUrl },
      paymaster: { [chain.id]: { url: devnet.paymasterUrl, type: 'biconomy' } },
      clients: { [chain.id]: client },
    })
    const { address } = await getSmartAccount(config, {
      chainId: chain.id,
      owner: wallet.account.address,
    })
    const policy = definePolicy({
      permissions: [
        contractCall({
          address: devnet.contracts.nft,
          abi: nftAbi,
          functionName: 'safeMint',
          args: { to: address },
        }),
      ],
      expiresIn: { hours: 1 },
    })
    const block = watchBlock(client)
    await grantSession(config, { policy, chainId: chain.id, wallet })
    const active = performance.now()
    whole.push(active - signedAt())
    afterBlock.push(active - (await block.stop()))
  }

  const sdk: number[] = []
  for (let round = 0; round < sdkRounds; round++) {
    const { wallet, signedAt } = signer()
    const account = await createSmartAccountClient({
      signer: wallet as never,
      bundlerUrl: devnet.bundlerUrl,
      paymasterUrl: devnet.paymasterUrl,
      rpcUrl: devnet.rpcUrl,
    })
    const storage = new SessionMemoryStorage(await account.getAccountAddress())
    const { sessionKeyAddress } = await createSessionKeyEOA(account, chain as never, storage)
    const leaf = createABISessionDatum({
      interval: { validUntil: 0, validAfter: 0 },
      sessionKeyAddress,
      contractAddress: devnet.contracts.nft,
      functionSelector: 'safeMint(address)',
      rules: [{ offset: 0, condition: 0, referenceValue: await account.getAccountAddress() }],
      valueLimit: 0n,
    })
    const { wait } = await createBatchSession(account, storage, [leaf], {
      paymasterServiceData: { mode: PaymasterMode.SPONSORED },
    })
    await wait()
    sdk.push(performance.now() - signedAt())
  }

  return [
    {
      what: 'signature to ACTIVE',
      unit: 'ms',
      kit: median(whole),
      kitMax: Math.max(...whole),
      peer: median(sdk),
      peerName: 'SDK wait()',
    },
    {
      what: 'block to ACTIVE',
      unit: 'ms',
      kit: median(afterBlock),
      kitMax: Math.max(...afterBlock),
    },
  ]

  function signer() {
    const account = privateKeyToAccount(generatePrivateKey())
    let signed = 0
    const timed = {
      ...account,
      signMessage: async (parameters: Parameters<typeof account.signMessage>[0]) => {
        const signature = await account.signMessage(parameters)
        signed = performance.now()
        return signature
      },
    }
    const wallet = createWalletClient({ account: timed, chain, transport: http(devnet.rpcUrl) })
    return { wallet, signedAt: () => signed }
  }
}

/** Notes when the newest block appeared, by asking every few milliseconds. */
function watchBlock(client: ReturnType<typeof createPublicClient>) {
  let ended = false
  let seenAt = performance.now()
  let last: bigint | undefined
  const loop = (async () => {
    while (!ended) {
      const number = await client.getBlockNumber({ cacheTime: 0 })
      if (number !== last) seenAt = performance.now()
      last = number
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  return {
    async stop() {
      ended = true
      await loop
      return seenAt
    },
  }
}

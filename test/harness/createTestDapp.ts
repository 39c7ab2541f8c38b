import {
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  type Hex,
  http,
  type PublicClient,
  parseAbi,
  type WalletClient,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { inject } from 'vitest'
import { readRoot } from '../../src/account/readRoot.ts'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import {
  type CreateSessionConfigParameters,
  createSessionConfig,
  type SessionConfig,
} from '../../src/config/createSessionConfig.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { SmartAccount } from '../../src/types/SmartAccount.ts'
import type { Devnet } from '../devnet/Devnet.ts'
import { faucet } from './faucet.ts'

export const nftAbi = parseAbi([
  'function safeMint(address to)',
  'function balanceOf(address owner) view returns (uint256)',
])
export const erc20Abi = parseAbi([
  'function transfer(address to, uint256 amount) returns (bool)',
  'function balanceOf(address owner) view returns (uint256)',
])

export interface TestDapp {
  config: SessionConfig
  chainId: number
  owner: Address
  ownerKey: Hex
  wallet: WalletClient
  client: PublicClient
  account: SmartAccount
  nft: Address
  usdc: Address
  /** Somebody to pay, new in each dapp. */
  shop: Address
  nftBalance(): Promise<bigint>
  usdcBalance(of: Address): Promise<bigint>
  root(): Promise<Hex>
  /** Reads the same chain through another address. */
  clientOf(rpcUrl: string): PublicClient
  /** Another page, process or device of the same user. Shares storage unless one is given. */
  reload(changes?: Partial<CreateSessionConfigParameters>): SessionConfig
}

export interface TestDappOptions extends Partial<CreateSessionConfigParameters> {
  /** Fund the smart account from the faucet. @default true */
  funded?: boolean
  /** Sponsor the gas. @default true */
  sponsored?: boolean
  /** @default that of the test run */
  devnet?: Omit<Devnet, 'stop'> | undefined
}

/** A user with a wallet of their own, and a dapp of theirs, on the devnet of the test run. */
export async function createTestDapp(options: TestDappOptions = {}): Promise<TestDapp> {
  const { funded = true, sponsored = true, devnet = inject('devnet'), ...overrides } = options
  const chain = {
    ...polygonAmoy,
    rpcUrls: { default: { http: [devnet.rpcUrl] } },
  }
  const client = createPublicClient({ chain, transport: http(devnet.rpcUrl) })
  const ownerKey = generatePrivateKey()
  const ownerAccount = privateKeyToAccount(ownerKey)
  const wallet = createWalletClient({
    account: ownerAccount,
    chain,
    transport: http(devnet.rpcUrl),
  })
  const parameters: CreateSessionConfigParameters = {
    storage: memory(),
    vault: secretVault({ secret: new Uint8Array(32).fill(7) }),
    bundler: { [chain.id]: devnet.bundlerUrl },
    paymaster: sponsored ? { [chain.id]: { url: devnet.paymasterUrl, type: 'biconomy' } } : {},
    clients: { [chain.id]: client },
    ...overrides,
  }
  const config = createSessionConfig(parameters)
  const account = await getSmartAccount(config, { chainId: chain.id, owner: ownerAccount.address })
  if (funded) await faucet(account.address, devnet)
  const { nft, usdc } = devnet.contracts
  const balanceOf = (address: Address, of: Address) =>
    client.readContract({ address, abi: erc20Abi, functionName: 'balanceOf', args: [of] })
  return {
    config,
    chainId: chain.id,
    owner: ownerAccount.address,
    ownerKey,
    wallet,
    client,
    account,
    nft,
    usdc,
    shop: privateKeyToAccount(generatePrivateKey()).address,
    nftBalance: () => balanceOf(nft, account.address),
    usdcBalance: (of) => balanceOf(usdc, of),
    root: async () => (await readRoot(client, account.address)).root,
    clientOf: (rpcUrl) => createPublicClient({ chain, transport: http(rpcUrl, { retryCount: 0 }) }),
    reload: (changes) => createSessionConfig({ ...parameters, ...changes }),
  }
}

/** A wallet whose user says no. */
export function rejectingWallet(dapp: TestDapp): WalletClient {
  return createWalletClient({
    account: dapp.owner,
    chain: dapp.client.chain,
    transport: custom({
      async request({ method }) {
        if (method === 'eth_chainId') return `0x${dapp.chainId.toString(16)}`
        if (method === 'eth_accounts') return [dapp.owner]
        throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
      },
    }),
  })
}

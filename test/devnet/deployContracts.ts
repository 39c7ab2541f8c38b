import {
  type Address,
  createTestClient,
  encodeDeployData,
  getAddress,
  getContractAddress,
  type Hex,
  http,
  parseEther,
  publicActions,
  walletActions,
} from 'viem'
import { polygonAmoy } from 'viem/chains'
import type { ContractArtifact } from './ContractArtifact.ts'
import { canonicalAddresses } from './canonicalAddresses.ts'
import type { compileContracts } from './compileContracts.ts'
import type { Devnet } from './Devnet.ts'
import { devnetAccounts } from './devnetAccounts.ts'

type DeployContractsParameters = {
  rpcUrl: string
  artifacts: Awaited<ReturnType<typeof compileContracts>>
}

const addresses = canonicalAddresses

/** Puts every contract where the SDK and the bundler expect it. */
export async function deployContracts({
  rpcUrl,
  artifacts,
}: DeployContractsParameters): Promise<Devnet['contracts']> {
  const client = createTestClient({
    mode: 'anvil',
    chain: polygonAmoy,
    transport: http(rpcUrl),
    account: devnetAccounts.deployer.address,
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions)

  /**
   * Runs the constructor in a call, which returns the runtime code with its immutables, and sets
   * that code. Where a constructor stores its own address or that of a contract that it makes, the
   * canonical address takes its place.
   */
  async function place(
    address: Address,
    { abi, bytecode }: ContractArtifact,
    { args = [], makes }: { args?: readonly unknown[]; makes?: Address } = {},
  ) {
    const { data: code } = await client.call({
      data: encodeDeployData({ abi, bytecode, args }),
      nonce: 0,
    })
    if (code === undefined) throw new Error(`The constructor for ${address} returned no code.`)

    const self = getContractAddress({ from: devnetAccounts.deployer.address, nonce: 0n })
    const made = getContractAddress({ from: self, nonce: 1n })
    const placed = replaceAddress(code, self, address)
    await client.setCode({
      address,
      bytecode: makes === undefined ? placed : replaceAddress(placed, made, makes),
    })
  }

  await Promise.all([
    place(addresses.entryPoint, artifacts.EntryPoint, { makes: addresses.senderCreator }),
    place(addresses.senderCreator, artifacts.SenderCreator),
    place(addresses.smartAccountImplementation, artifacts.SmartAccount, {
      args: [addresses.entryPoint],
    }),
    place(addresses.smartAccountFactory, artifacts.SmartAccountFactory, {
      args: [addresses.smartAccountImplementation, devnetAccounts.deployer.address],
      makes: addresses.defaultCallbackHandler,
    }),
    place(addresses.defaultCallbackHandler, artifacts.DefaultCallbackHandler),
    place(addresses.ecdsaModule, artifacts.EcdsaOwnershipRegistryModule),
    place(addresses.sessionKeyManager, artifacts.SessionKeyManager),
    place(addresses.batchedSessionRouter, artifacts.BatchedSessionRouter),
    place(addresses.erc20SessionValidationModule, artifacts.ERC20SessionValidationModule),
    place(addresses.abiSessionValidationModule, artifacts.ABISessionValidationModule),
    place(addresses.targetSessionValidationModule, artifacts.TargetSessionValidationModule),
    place(addresses.multicall3, artifacts.Multicall3),
    place(addresses.usdc, artifacts.MockUSDC),
    place(addresses.nft, artifacts.MockNFT),
    place(addresses.swapRouter, artifacts.MockSwapRouter),
  ])

  // The paymaster is deployed as usual, because its owner is in storage. It comes after the rest:
  // the calls above count on the deployer's first nonce.
  const { abi, bytecode } = artifacts.DevnetPaymaster
  const deployment = await client.deployContract({
    abi,
    bytecode,
    args: [addresses.entryPoint, devnetAccounts.paymasterSigner.address],
  })
  const { contractAddress: paymaster } = await client.waitForTransactionReceipt({
    hash: deployment,
  })
  if (!paymaster) throw new Error('The paymaster was not deployed.')

  const funded = { address: paymaster, abi, value: parseEther('100000') }
  const day = 86_400
  for (const hash of [
    await client.writeContract({ ...funded, functionName: 'deposit' }),
    await client.writeContract({ ...funded, functionName: 'addStake', args: [day] }),
  ]) {
    const { status } = await client.waitForTransactionReceipt({ hash })
    if (status !== 'success') throw new Error('The paymaster could not be funded.')
  }

  return { ...addresses, verifyingPaymaster: getAddress(paymaster) }
}

function replaceAddress(code: Hex, from: Address, to: Address): Hex {
  return `0x${code.slice(2).replaceAll(from.slice(2).toLowerCase(), to.slice(2).toLowerCase())}`
}

import {
  type Address,
  type Chain,
  concatHex,
  encodeFunctionData,
  getAddress,
  type Hex,
  parseAbi,
} from 'viem'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'
import { loadSdk } from './loadSdk.ts'

const derived = new Map<string, Promise<SmartAccount>>()

/**
 * The smart account of an owner on a chain, derived by the SDK (CREATE2 over its factory), without
 * asking the network. The same owner always has the same account.
 */
export function deriveSmartAccount(parameters: {
  chain: Chain
  owner: Address
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
}): Promise<SmartAccount> {
  const { chain, index = 0 } = parameters
  const owner = getAddress(parameters.owner)
  const key = `${chain.id}:${owner}:${index}`
  const known = derived.get(key)
  if (known !== undefined) return known
  const promise = derive(chain, owner, index)
  derived.set(key, promise)
  promise.catch(() => derived.delete(key))
  return promise
}

async function derive(chain: Chain, owner: Address, index: number): Promise<SmartAccount> {
  const sdk = await loadSdk()
  const refuse = () =>
    Promise.reject(new Error('The account is derived with an address alone; it cannot sign.'))
  const account = await sdk.createSmartAccountClient({
    chainId: chain.id,
    viemChain: chain,
    rpcUrl: chain.rpcUrls.default.http[0] ?? 'http://localhost',
    bundlerUrl: `http://localhost/api/v2/${chain.id}/none`,
    index,
    signer: {
      signerType: 'owner-address',
      inner: undefined,
      getAddress: () => Promise.resolve(owner),
      signMessage: refuse,
      signTypedData: refuse,
    },
  })
  const address = await account.getAccountAddress()
  // shared by all who ask for it
  return Object.freeze({
    chainId: chain.id,
    address: getAddress(address),
    owner,
    initCode: encodeInitCode(owner, index),
  })
}

const factoryAbi = parseAbi([
  'function deployCounterFactualAccount(address moduleSetupContract, bytes moduleSetupData, uint256 index)',
  'function initForSmartAccount(address eoaOwner)',
])

/** As the SDK's `getFactoryData`, which asks the network first and forgets the code once deployed. */
function encodeInitCode(owner: Address, index: number): Hex {
  const moduleSetupData = encodeFunctionData({
    abi: factoryAbi,
    functionName: 'initForSmartAccount',
    args: [owner],
  })
  const factoryData = encodeFunctionData({
    abi: factoryAbi,
    functionName: 'deployCounterFactualAccount',
    args: [moduleAddresses.ecdsaOwnership, moduleSetupData, BigInt(index)],
  })
  return concatHex([moduleAddresses.factory, factoryData])
}

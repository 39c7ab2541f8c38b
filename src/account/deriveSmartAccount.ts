import {
  type Address,
  concatHex,
  encodeFunctionData,
  encodePacked,
  getAddress,
  getCreate2Address,
  type Hex,
  keccak256,
  parseAbi,
} from 'viem'
import { UnsupportedChainError } from '../errors/accountErrors.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import { moduleAddresses } from '../utils/moduleAddresses.ts'

/** Taiko Hekla: the factory there is another one, and gives accounts other addresses. */
const chainOfAnotherFactory = 167_009

/** Answers the callbacks of tokens; the factory's `minimalHandler()`. */
const callbackHandler = '0x0bBa6d96BD616BedC6BFaa341742FD43c60b83C1'

/**
 * `keccak256(creation code of the proxy ‖ uint256(implementation))`, which the factory deploys. The
 * code is the factory's `accountCreationCode()`, and `PROXY_CREATION_CODE` of Biconomy's SDK.
 */
const proxyHash = '0x9e23d82770fbe728cd88babbb4dd51431b0a3c40bfd053a9fba2db0c3edaa369'

const abi = parseAbi([
  'function deployCounterFactualAccount(address moduleSetupContract, bytes moduleSetupData, uint256 index)',
  'function init(address handler, address moduleSetupContract, bytes moduleSetupData)',
  'function initForSmartAccount(address eoaOwner)',
])

/**
 * The smart account of an owner on a chain: where the factory deploys it (CREATE2), without asking
 * the network. The same owner always has the same account, on every chain.
 *
 * @throws UnsupportedChainError
 */
export function deriveSmartAccount(parameters: {
  chain: { id: number; name: string }
  owner: Address
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
}): SmartAccount {
  const { chain, index = 0 } = parameters
  if (chain.id === chainOfAnotherFactory)
    throw new UnsupportedChainError({ chainId: chain.id, chainName: chain.name })
  const owner = getAddress(parameters.owner)
  const setup = [
    moduleAddresses.ecdsaOwnership,
    encodeFunctionData({ abi, functionName: 'initForSmartAccount', args: [owner] }),
  ] as const
  return Object.freeze({
    chainId: chain.id,
    address: addressOf(setup, BigInt(index)),
    owner,
    initCode: concatHex([
      moduleAddresses.factory,
      encodeFunctionData({
        abi,
        functionName: 'deployCounterFactualAccount',
        args: [...setup, BigInt(index)],
      }),
    ]),
  })
}

/** The factory's `getAddressForCounterFactualAccount`. */
function addressOf(setup: readonly [module: Address, data: Hex], index: bigint): Address {
  const initializer = encodeFunctionData({
    abi,
    functionName: 'init',
    args: [callbackHandler, ...setup],
  })
  return getCreate2Address({
    from: moduleAddresses.factory,
    salt: keccak256(encodePacked(['bytes32', 'uint256'], [keccak256(initializer), index])),
    bytecodeHash: proxyHash,
  })
}

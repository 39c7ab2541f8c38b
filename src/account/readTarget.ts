import {
  type Address,
  BaseError,
  type Client,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type Hex,
  pad,
  parseAbi,
  zeroAddress,
} from 'viem'
import { getCode, getStorageAt, readContract } from 'viem/actions'
import { findDelegates } from './findDelegates.ts'
import { readChain } from './readChain.ts'

/** What stands at an address that a permission lets be called. */
export interface TargetState {
  address: Address
  hasCode: boolean
  /** The contracts whose code it runs as its own, where it is a proxy of a known kind. */
  implementations: readonly Address[]
}

/** `keccak256('eip1967.proxy.implementation') - 1`, of ERC-1967. */
const implementationSlot: Hex = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
/** `keccak256('eip1967.proxy.beacon') - 1`, of ERC-1967. */
const beaconSlot: Hex = '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50'
const beaconAbi = parseAbi(['function implementation() view returns (address)'])

/**
 * Reads the code of a target and whether it is a proxy: minimal (ERC-1167), by slot or beacon
 * (ERC-1967), delegated (EIP-7702), or as Biconomy's accounts are, whose `Proxy` keeps the
 * implementation in the slot of its own address. One request where the code delegates nothing, one
 * more round where it does, and one for a beacon.
 */
export function readTarget(client: Client, address: Address): Promise<TargetState> {
  return readChain(() => readCode(client, address))
}

async function readCode(client: Client, address: Address): Promise<TargetState> {
  const code = await getCode(client, { address })
  if (!code || code === '0x') return { address, hasCode: false, implementations: [] }
  const delegates = findDelegates(code)
  if (!delegates) return { address, hasCode: true, implementations: [] }
  const words = await Promise.all(
    [implementationSlot, beaconSlot, pad(address)].map((slot) =>
      getStorageAt(client, { address, slot }),
    ),
  )
  const [implementation, beacon, own] = words.map(toAddress)
  const behindBeacon = beacon && (await readBeacon(client, beacon))
  const found = [...delegates, implementation, beacon, behindBeacon, own]
  return { address, hasCode: true, implementations: found.filter((it) => it !== undefined) }
}

async function readBeacon(client: Client, address: Address): Promise<Address | undefined> {
  try {
    return await readContract(client, {
      address,
      abi: beaconAbi,
      functionName: 'implementation',
    })
  } catch (error) {
    const isAnswer =
      error instanceof BaseError &&
      error.walk(
        (it) =>
          it instanceof ContractFunctionRevertedError ||
          it instanceof ContractFunctionZeroDataError,
      )
    // it is no beacon; that it could not be asked is another matter
    if (isAnswer) return undefined
    throw error
  }
}

function toAddress(word: Hex | undefined): Address | undefined {
  const address: Address = `0x${(word ?? '0x').slice(2).padStart(64, '0').slice(24)}`
  return address === zeroAddress ? undefined : address
}

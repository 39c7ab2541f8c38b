import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  erc20Abi,
  http,
  parseAbi,
} from 'viem'
import type { Devnet } from '../devnet/Devnet.ts'

const abi = parseAbi([
  'function getSessionKeys(address account) view returns ((bytes32 merkleRoot))',
  'function getAddressForCounterFactualAccount(address moduleSetupContract, bytes moduleSetupData, uint256 index) view returns (address)',
  'function initForSmartAccount(address owner)',
])

/** Looks at the chain itself, past the page and past the kit. */
export function createObserver({ rpcUrl, contracts }: Devnet) {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const balanceOf = (address: Address, owner: Address) =>
    client.readContract({ address, abi: erc20Abi, functionName: 'balanceOf', args: [owner] })
  return {
    /** The Merkle root of the account's sessions. */
    async root(account: Address) {
      const { merkleRoot } = await client.readContract({
        address: contracts.sessionKeyManager,
        abi,
        functionName: 'getSessionKeys',
        args: [account],
      })
      return merkleRoot
    },
    /** What could be spent on fees. */
    coin: (address: Address) => client.getBalance({ address }),
    usdc: (owner: Address) => balanceOf(contracts.usdc, owner),
    nfts: (owner: Address) => balanceOf(contracts.nft, owner),
    /** The account of an owner, as the factory says. */
    accountOf: (owner: Address) =>
      client.readContract({
        address: contracts.smartAccountFactory,
        abi,
        functionName: 'getAddressForCounterFactualAccount',
        args: [
          contracts.ecdsaModule,
          encodeFunctionData({ abi, functionName: 'initForSmartAccount', args: [owner] }),
          0n,
        ],
      }),
  }
}

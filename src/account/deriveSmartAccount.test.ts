import { createSmartAccountClient, DEFAULT_BICONOMY_FACTORY_ADDRESS } from '@biconomy/account'
import fc from 'fast-check'
import { type Address, bytesToHex, type Chain, getAddress } from 'viem'
import * as viemChains from 'viem/chains'
import { describe, expect, test, vi } from 'vitest'
import { UnsupportedChainError } from '../errors/accountErrors.ts'
import { deriveSmartAccount } from './deriveSmartAccount.ts'

const chains: readonly Chain[] = Object.values<Chain | object>(viemChains).filter(
  (value): value is Chain => 'rpcUrls' in value,
)
const { taikoHekla, polygonAmoy } = viemChains
const owner: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** The account of the SDK, for an owner who never signs. */
async function sdkAccount(parameters: { chain: Chain; owner: Address; index: number }) {
  const { chain, index } = parameters
  const refuse = () => Promise.reject(new Error('An address alone cannot sign.'))
  const account = await createSmartAccountClient({
    chainId: chain.id,
    viemChain: chain,
    rpcUrl: 'http://localhost',
    bundlerUrl: `http://localhost/api/v2/${chain.id}/none`,
    index,
    // else it is derived at once, or, on one chain, asked of the network
    accountAddress: owner,
    signer: {
      signerType: 'owner-address',
      inner: undefined,
      getAddress: () => Promise.resolve(parameters.owner),
      signMessage: refuse,
      signTypedData: refuse,
    },
  })
  // it would ask the network, and leave the code out once the account is deployed
  vi.spyOn(account, 'isAccountDeployed').mockResolvedValue(false)
  return account
}

describe('deriveSmartAccount', () => {
  test("equals the SDK's in 1,000 cases of owner, index and chain", async () => {
    const usual = chains.filter(({ id }) => id !== taikoHekla.id)
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.oneof(fc.nat(9), fc.maxSafeNat()),
        fc.constantFrom(...usual),
        async (bytes, index, chain) => {
          const parameters = { chain, owner: getAddress(bytesToHex(bytes)), index }
          const sdk = await sdkAccount(parameters)
          expect(deriveSmartAccount(parameters)).toEqual({
            chainId: chain.id,
            owner: parameters.owner,
            address: await sdk.getCounterFactualAddress(),
            initCode: await sdk.getAccountInitCode(),
          })
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('refuses the chains, by name, where the SDK has another factory', async () => {
    const refused: Chain[] = []
    for (const chain of chains) {
      const sdk = await sdkAccount({ chain, owner, index: 0 })
      if (sdk.getFactoryAddress() !== DEFAULT_BICONOMY_FACTORY_ADDRESS) refused.push(chain)
      else expect(deriveSmartAccount({ chain, owner }).chainId).toBe(chain.id)
    }
    expect(chains.length).toBeGreaterThan(300)
    expect(refused).toEqual([taikoHekla])
    expect(() => deriveSmartAccount({ chain: taikoHekla, owner })).toThrow(UnsupportedChainError)
    expect(() => deriveSmartAccount({ chain: taikoHekla, owner })).toThrow(taikoHekla.name)
  })

  test('is the same whatever the case of the owner, and cannot be changed', () => {
    const account = deriveSmartAccount({ chain: polygonAmoy, owner })
    const lower = owner.toLowerCase() as Address
    expect(deriveSmartAccount({ chain: polygonAmoy, owner: lower, index: 0 })).toEqual(account)
    expect(Object.isFrozen(account)).toBe(true)
  })
})

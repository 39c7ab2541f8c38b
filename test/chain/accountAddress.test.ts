import { encodeFunctionData, parseAbi } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, inject, test } from 'vitest'
import { getSmartAccount } from '../../src/actions/getSmartAccount.ts'
import { createTestDapp } from '../harness/createTestDapp.ts'

const abi = parseAbi([
  'function getAddressForCounterFactualAccount(address module, bytes setup, uint256 index) view returns (address)',
  'function initForSmartAccount(address owner)',
])

test("addresses are those of the chain's factory", async () => {
  const { config, chainId, client } = await createTestDapp({ funded: false })
  const { ecdsaModule, smartAccountFactory } = inject('devnet').contracts
  const cases = Array.from({ length: 100 }, (_, at) => ({
    owner: privateKeyToAccount(generatePrivateKey()).address,
    index: at % 2 === 0 ? at / 2 : Number.MAX_SAFE_INTEGER - at,
  }))
  const fromFactory = await client.multicall({
    allowFailure: false,
    contracts: cases.map(
      ({ owner, index }) =>
        ({
          address: smartAccountFactory,
          abi,
          functionName: 'getAddressForCounterFactualAccount',
          args: [
            ecdsaModule,
            encodeFunctionData({ abi, functionName: 'initForSmartAccount', args: [owner] }),
            BigInt(index),
          ],
        }) as const,
    ),
  })
  const accounts = await Promise.all(
    cases.map((account) => getSmartAccount(config, { chainId, ...account })),
  )
  expect(accounts.map(({ address }) => address)).toEqual(fromFactory)
})

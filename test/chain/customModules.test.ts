import {
  type Address,
  concatHex,
  createTestClient,
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  parseAbi,
  parseAbiParameters,
} from 'viem'
import { entryPoint06Abi, entryPoint06Address } from 'viem/account-abstraction'
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from 'viem/accounts'
import { afterEach, expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { InvalidPermissionError } from '../../src/errors/InvalidPermissionError.ts'
import { InvalidLeafError, ModuleWithoutCodeError } from '../../src/errors/leafErrors.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePermissionModule } from '../../src/policies/definePermissionModule.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { encodePermission } from '../../src/policies/encodePermission.ts'
import { findRisks } from '../../src/policies/findRisks.ts'
import { permissionModules } from '../../src/policies/permissionModules.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { dumpStorage } from '../harness/dumpStorage.ts'
import { buildByHand, simulateValidation } from '../harness/handBuilt.ts'
import { mintPolicy } from '../harness/policies.ts'

const ownershipAbi = parseAbi([
  'function transferOwnership(address owner)',
  'function getOwner(address account) view returns (address)',
])
const shape = parseAbiParameters('address key, address target')

afterEach(() => permissionModules.clear())

/** A module whose author calls it a lottery. */
function lotteryAt(address: Address) {
  return definePermissionModule<{ target: Address }>({
    name: 'lottery',
    address,
    target: ({ target }) => target,
    encode: ({ target }, key) => encodeAbiParameters(shape, [key, target]),
    decode(data) {
      const [sessionKey, target] = addressesIn(data)
      return { sessionKey, parameters: { target } }
    },
    evaluate: () => undefined,
    describe: () => 'draw one lottery ticket',
  })
}

function addressesIn(data: Hex): [Address, Address] {
  return [`0x${data.slice(26, 66)}`, `0x${data.slice(90, 130)}`]
}

const ownerOf = ({ client, account }: TestDapp) =>
  client.readContract({
    address: moduleAddresses.ecdsaOwnership,
    abi: ownershipAbi,
    functionName: 'getOwner',
    args: [account.address],
  })

test('a module without code is refused: nothing is stored, signed or sent', async () => {
  const dapp = await createTestDapp()
  const { config, chainId, wallet, owner } = dapp
  const lottery = lotteryAt(privateKeyToAddress(generatePrivateKey()))
  const policy = definePolicy({
    permissions: [lottery({ target: dapp.nft })],
    expiresIn: { hours: 1 },
  })
  await expect(prepareGrant(config, { policy, chainId, owner })).rejects.toThrow(
    ModuleWithoutCodeError,
  )
  const granted = grantSession(config, { policy, chainId, wallet })
  await expect(granted).rejects.toThrow(ModuleWithoutCodeError)
  await expect(granted).rejects.toMatchObject({ chainEffect: 'none' })
  expect(await dumpStorage(config.storage)).not.toContain('sessionKeyData')
})

test('a custom module’s leaf is the whole account, and the approval says so', async () => {
  const dapp = await createTestDapp()
  const { config, chainId, wallet, owner } = dapp
  const { rpcUrl, accounts } = inject('devnet')
  const module = privateKeyToAddress(generatePrivateKey())
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  // returns true to whatever it is asked
  await anvil.setCode({ address: module, bytecode: '0x600160005260206000f3' })
  const policy = definePolicy({
    permissions: [lotteryAt(module)({ target: dapp.nft })],
    expiresIn: { hours: 1 },
  })

  const grant = await prepareGrant(config, { policy, chainId, owner })
  expect(grant.modulesWithCode).toEqual([module])
  const risks = findRisks(
    grant.permissions.map(({ leaf }) => leaf),
    { now: grant.chainTime, modulesWithCode: grant.modulesWithCode },
  )
  expect(risks).toEqual([
    {
      id: 'module-is-everything',
      severity: 'danger',
      permissionIndex: 0,
      data: { module, hasCode: true },
    },
  ])

  // What the approval says is what happens.
  const session = await grantSession(config, { grant, wallet })
  const thief = privateKeyToAddress(generatePrivateKey())
  const operation = await buildByHand(dapp, {
    call: handOver(thief),
    leaf: (session.permissions[0] as (typeof session.permissions)[0]).leaf,
    proof: [],
    privateKey: await unwrapSessionKey(config, session),
  })
  const [, , , , stranger] = accounts
  if (!stranger) throw new Error('The devnet has too few accounts.')
  const account = privateKeyToAccount(stranger.privateKey)
  const sender = createWalletClient({ account, transport: http(rpcUrl) })
  const hash = await sender.writeContract({
    chain: null,
    address: entryPoint06Address,
    abi: entryPoint06Abi,
    functionName: 'handleOps',
    args: [[operation as never], account.address],
    gas: 3_000_000n,
  })
  await dapp.client.waitForTransactionReceipt({ hash })
  expect(await ownerOf(dapp)).toBe(thief)
})

/** Makes somebody else the account's owner. */
function handOver(newOwner: Address) {
  return {
    to: moduleAddresses.ecdsaOwnership,
    value: 0n,
    data: encodeFunctionData({
      abi: ownershipAbi,
      functionName: 'transferOwnership',
      args: [newOwner],
    }),
  }
}

test('a leaf that hides another one is refused before anybody signs it', async () => {
  const dapp = await createTestDapp()
  const { config, chainId, wallet, owner, account } = dapp
  const thiefKey = generatePrivateKey()
  const thief = privateKeyToAddress(thiefKey)
  const hidden = {
    validUntil: 0,
    validAfter: 0,
    ...encodePermission(
      contractCall({
        address: moduleAddresses.ecdsaOwnership,
        abi: ownershipAbi,
        functionName: 'transferOwnership',
      }),
      thief,
    ),
  }
  // Of a pair of nodes the smaller stands first: the times and the module's address are the left one.
  const module: Address = '0x0000000000000000000000000000000000000aaa'
  let key: Address = thief
  const points = () =>
    definePermissionModule<object>({
      name: 'points',
      address: module,
      target: () => dapp.nft,
      encode(_, sessionKey) {
        key = sessionKey
        return hashLeaf(hidden)
      },
      decode: () => ({ sessionKey: key, parameters: {} }),
      evaluate: () => undefined,
      describe: () => 'collect points',
    })({})
  expect(points).toThrow(InvalidPermissionError)

  // Put past the builder, by a page that keeps a policy of its own making.
  const permission = { type: 'module', module, target: dapp.nft, parameters: {} } as const
  const now = Math.floor(Date.now() / 1000)
  const policy = { permissions: [permission], validAfter: 0, expiry: { validUntil: now + 36_000 } }
  const anvil = createTestClient({ mode: 'anvil', transport: http(inject('devnet').rpcUrl) })
  await anvil.setCode({ address: module, bytecode: '0x600160005260206000f3' })
  await expect(prepareGrant(config, { policy, chainId, owner })).rejects.toThrow(
    InvalidPermissionError,
  )
  await expect(grantSession(config, { policy, chainId, wallet })).rejects.toThrow(
    InvalidPermissionError,
  )
  expect(await dumpStorage(config.storage)).not.toContain('sessionKeyData')

  // What it would have been: the root of this one leaf proves the hidden one.
  const hiding = {
    validUntil: now + 36_000,
    validAfter: 0,
    sessionValidationModule: module,
    sessionKeyData: hashLeaf(hidden),
  }
  expect(() => hashLeaf(hiding)).toThrow(InvalidLeafError)
  const sibling = concatHex([
    numberToHex(hiding.validUntil, { size: 6 }),
    numberToHex(hiding.validAfter, { size: 6 }),
    module,
  ])
  await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
  const operation = await buildByHand(dapp, {
    call: handOver(thief),
    leaf: hidden,
    proof: [sibling],
    privateKey: thiefKey,
  })
  expect(await simulateValidation(dapp.client, operation)).not.toBe('valid')
  const { address } = account
  await anvil.impersonateAccount({ address })
  await anvil.setBalance({ address, value: 10n ** 18n })
  const hash = await anvil.request({
    method: 'eth_sendTransaction' as never,
    params: [
      {
        from: address,
        to: moduleAddresses.sessionKeyManager,
        data: encodeFunctionData({
          abi: parseAbi(['function setMerkleRoot(bytes32 merkleRoot)']),
          args: [keccak256(concatHex([sibling, hiding.sessionKeyData]))],
        }),
      },
    ] as never,
  })
  await dapp.client.waitForTransactionReceipt({ hash })
  await anvil.stopImpersonatingAccount({ address })
  expect(await simulateValidation(dapp.client, operation)).toBe('valid')
})

import {
  type Address,
  concat,
  createTestClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  pad,
  parseAbi,
} from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { grantSession } from '../../src/actions/grantSession.ts'
import { prepareGrant } from '../../src/actions/prepareGrant.ts'
import { EscalationError } from '../../src/errors/EscalationError.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { moduleAddresses } from '../../src/utils/moduleAddresses.ts'
import { createTestDapp, type TestDapp } from '../harness/createTestDapp.ts'
import { mintPolicy } from '../harness/policies.ts'

const anvil = createTestClient({ mode: 'anvil', transport: http(inject('devnet').rpcUrl) })
const newAddress = (): Address => privateKeyToAddress(generatePrivateKey())
const slots = {
  implementation: '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc',
  beacon: '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50',
} as const

/** Delegates to what a slot says, as the proxies of ERC-1967 do. */
function proxyBySlot(slot: Hex): Hex {
  return concat(['0x365f5f375f5f365f7f', slot, '0x545af43d5f5f3e5f3d91604a57fd5bf3'])
}

/** ERC-1167. */
function minimalProxy(implementation: Address): Hex {
  return concat(['0x363d3d373d3d3d363d73', implementation, '0x5af43d82803e903d91602b57fd5bf3'])
}

/** A beacon: answers every call with one address. */
function beaconCode(implementation: Address): Hex {
  return concat(['0x73', implementation, '0x5f5260205ff3'])
}

async function place(code: Hex, slot?: Hex, value?: Address): Promise<Address> {
  const address = newAddress()
  await anvil.setCode({ address, bytecode: code })
  if (slot && value) await anvil.setStorageAt({ address, index: slot, value: pad(value) })
  return address
}

/** Makes the account enable a module, past this kit. */
async function enableModule(module: Address): Promise<void> {
  const { address } = dapp.account
  await anvil.setBalance({ address, value: 10n ** 18n })
  await anvil.impersonateAccount({ address })
  const data = encodeFunctionData({
    abi: parseAbi(['function enableModule(address module)']),
    args: [module],
  })
  await dapp.client.waitForTransactionReceipt({
    hash: await anvil.request({
      method: 'eth_sendTransaction' as never,
      params: [{ from: address, to: address, data }] as never,
    }),
  })
  await anvil.stopImpersonatingAccount({ address })
}

let dapp: TestDapp

/** Asks for a session that may call any function of a contract. */
function ask(target: Address) {
  const { config, chainId, owner } = dapp
  const abi = parseAbi(['function f()'])
  const policy = definePolicy({
    permissions: [
      ...mintPolicy(dapp).permissions,
      contractCall({ address: target, abi, functionName: 'f' }),
    ],
    expiresIn: { hours: 1 },
  })
  return prepareGrant(config, { policy, chainId, owner })
}

async function refusalOf(target: Address): Promise<string> {
  const error: unknown = await ask(target).catch((reason: unknown) => reason)
  if (!(error instanceof EscalationError)) throw error
  expect(error.target.toLowerCase()).toBe(target.toLowerCase())
  expect(error.permissionIndex).toBe(1)
  return error.shortMessage
}

beforeAll(async () => {
  dapp = await createTestDapp()
  const { config, chainId, wallet } = dapp
  await grantSession(config, { policy: mintPolicy(dapp), chainId, wallet })
})

describe('escalation through a proxy', () => {
  const forbidden = Object.entries(moduleAddresses)

  test.each(forbidden)('a minimal proxy of %s', async (_, implementation) => {
    expect(await refusalOf(await place(minimalProxy(implementation)))).toMatch(/a proxy of the/)
  })

  test('a minimal proxy of the account', async () => {
    const { address } = dapp.account
    expect(await refusalOf(await place(minimalProxy(address)))).toContain(
      'a proxy of the smart account itself',
    )
  })

  test('a proxy whose slot names the key manager', async () => {
    const { implementation: slot } = slots
    const proxy = await place(proxyBySlot(slot), slot, moduleAddresses.sessionKeyManager)
    expect(await refusalOf(proxy)).toContain('a proxy of the session key manager')
  })

  test('a proxy behind a beacon', async () => {
    const beacon = await place(beaconCode(moduleAddresses.batchedSessionRouter))
    const proxy = await place(proxyBySlot(slots.beacon), slots.beacon, beacon)
    expect(await refusalOf(proxy)).toContain('a proxy of the batched session router')
  })

  test('an account that is delegated (EIP-7702)', async () => {
    const delegated = await place(concat(['0xef0100', moduleAddresses.implementation]))
    expect(await refusalOf(delegated)).toContain('a proxy of the account implementation')
  })

  test('the smart account of somebody else', async () => {
    const other = await createTestDapp()
    const { config, chainId, wallet } = other
    // it is nobody's until it is there
    expect((await ask(other.account.address)).targetsWithoutCode).toEqual([other.account.address])
    await grantSession(config, { policy: mintPolicy(other), chainId, wallet })
    expect(await refusalOf(other.account.address)).toContain(
      'a proxy of the account implementation',
    )
  })

  test('a module that the account enabled, and a proxy of it', async () => {
    const module = await place('0x00')
    const proxy = await place(minimalProxy(module))
    await ask(module)
    await ask(proxy)
    await enableModule(module)
    expect(await refusalOf(module)).toContain('a forbidden contract')
    expect(await refusalOf(proxy)).toContain('a proxy of a forbidden contract')
  })

  test('a proxy of anything else may be called', async () => {
    const { implementation: slot, beacon: beaconSlot } = slots
    const beacon = await place(beaconCode(dapp.nft))
    const broken = await place('0x5f5ffd')
    for (const proxy of [
      await place(minimalProxy(dapp.nft)),
      await place(proxyBySlot(slot), slot, dapp.nft),
      await place(proxyBySlot(beaconSlot), beaconSlot, beacon),
      // no beacon at all, or one that refuses to answer
      await place(proxyBySlot(beaconSlot), beaconSlot, newAddress()),
      await place(proxyBySlot(beaconSlot), beaconSlot, broken),
    ])
      expect((await ask(proxy)).targetsWithoutCode).toEqual([])
  })
})

describe('a target that became dangerous while the user was reading', () => {
  const upgrade = (address: Address) =>
    anvil.setStorageAt({
      address,
      index: slots.implementation,
      value: pad(moduleAddresses.sessionKeyManager),
    })

  test.each<[string, () => Promise<Address>, (target: Address) => Promise<unknown>]>([
    [
      'a proxy of the key manager where there was no code',
      async () => newAddress(),
      (address) =>
        anvil.setCode({ address, bytecode: minimalProxy(moduleAddresses.sessionKeyManager) }),
    ],
    [
      'a proxy that was upgraded to the key manager',
      () => place(proxyBySlot(slots.implementation), slots.implementation, dapp.nft),
      upgrade,
    ],
    ['a contract that the account enabled as a module', () => place('0x00'), enableModule],
  ])('is refused before the wallet is asked: %s', async (_, before, change) => {
    const { config, chainId, account, wallet } = dapp
    const scope = { chainId, account: account.address }
    const target = await before()
    const grant = await ask(target)
    const root = await dapp.root()
    const records = await readAccountRecords(config.storage, scope)
    await change(target)

    const phases: string[] = []
    const onProgress = ({ phase }: { phase: string }) => phases.push(phase)
    const error = await grantSession(config, { grant, wallet, onProgress }).catch((it) => it)
    expect(error).toBeInstanceOf(EscalationError)
    expect(error).toMatchObject({ target: getAddress(target), permissionIndex: 1 })
    expect(phases).toEqual(['preparing'])
    expect(await dapp.root()).toBe(root)
    expect(await readAccountRecords(config.storage, scope)).toEqual(records)
  })
})

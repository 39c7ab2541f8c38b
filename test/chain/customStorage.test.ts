import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createABISessionDatum,
  createBatchSession,
  createSessionKeyEOA,
  createSessionSmartAccountClient,
  createSmartAccountClient,
  getSingleSessionTxParams,
  PaymasterMode,
  SessionMemoryStorage,
} from '@biconomy/account'
import { type Address, encodeFunctionData, type WalletClient, zeroHash } from 'viem'
import { polygonAmoy } from 'viem/chains'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { getSessions } from '../../src/actions/getSessions.ts'
import { grantSession } from '../../src/actions/grantSession.ts'
import { reconcileSessions } from '../../src/actions/reconcileSessions.ts'
import { revokeAllSessions } from '../../src/actions/revokeAllSessions.ts'
import { revokeSessions } from '../../src/actions/revokeSessions.ts'
import { sendSessionTransaction } from '../../src/actions/sendSessionTransaction.ts'
import type { SessionConfig } from '../../src/config/createSessionConfig.ts'
import { SessionNotUsableError } from '../../src/errors/SessionNotUsableError.ts'
import { SessionStorageClientError } from '../../src/errors/SessionStorageClientError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { contractCall } from '../../src/policies/contractCall.ts'
import { definePolicy } from '../../src/policies/definePolicy.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import type { CustomSessionStorage } from '../../src/storage/external/CustomSessionStorage.ts'
import { fromSessionStorageClient } from '../../src/storage/external/fromSessionStorageClient.ts'
import { dangerouslyPlaintextVault } from '../../src/storage/vaults/dangerouslyPlaintextVault.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import {
  createTestDapp,
  nftAbi,
  rejectingWallet,
  type TestDapp,
} from '../harness/createTestDapp.ts'
import { SessionFileStorage } from './seed/SessionFileStorage.ts'

const withSponsorship = { paymasterServiceData: { mode: PaymasterMode.SPONSORED } }
const workingDirectory = process.cwd()
let errors: unknown[] = []

// the documentation's class writes into the working directory, and its keys to the console
beforeAll(async () => {
  process.chdir(await mkdtemp(join(tmpdir(), 'grantkit-custom-')))
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})

afterEach(() => {
  errors = []
})

afterAll(async () => {
  const directory = process.cwd()
  process.chdir(workingDirectory)
  await rm(directory, { recursive: true, force: true })
  vi.restoreAllMocks()
})

function storageOver(
  open: (account: Address) => CustomSessionStorage,
  options: { store?: MemoryStore; dangerouslyPlaintextSigners?: boolean } = {},
): SessionStorageDriver {
  const { store = new MemoryStore(), dangerouslyPlaintextSigners } = options
  return fromSessionStorageClient({
    clients: [{ chain: polygonAmoy, open }],
    storage: memory({ store }),
    dangerouslyPlaintextSigners,
    onError: (error) => errors.push(error),
  })
}

const ofDocumentation = (account: Address) => new SessionFileStorage(account)

function scopeOf({ chainId, account }: TestDapp) {
  return { chainId, account: account.address }
}

function grant(config: SessionConfig, dapp: TestDapp, hours = 1) {
  const { nft, account, chainId, wallet } = dapp
  const args = { to: account.address }
  const permission = contractCall({ address: nft, abi: nftAbi, functionName: 'safeMint', args })
  const policy = definePolicy({ permissions: [permission], expiresIn: { hours } })
  return grantSession(config, { policy, chainId, wallet })
}

function mintOf({ nft, account }: TestDapp) {
  const args = [account.address] as const
  return { to: nft, data: encodeFunctionData({ abi: nftAbi, functionName: 'safeMint', args }) }
}

function send(config: SessionConfig, dapp: TestDapp, sessionId: string) {
  const scope = scopeOf(dapp)
  return sendSessionTransaction(config, { ...scope, sessionId, calls: [mintOf(dapp)] })
}

/** What lies in a store, as the SDK reads it; its tree is the one on the chain. */
async function leavesIn(client: CustomSessionStorage, dapp: TestDapp) {
  const leaves = await client.getAllSessionData()
  const root = await client.getMerkleRoot()
  expect(createMerkleTree(leaves.map(hashLeaf)).root).toBe(await dapp.root())
  expect(root || zeroHash).toBe(await dapp.root())
  return leaves.map(({ sessionID, status }) => [sessionID, status])
}

/** A grant through the SDK, over a store that is not ours. */
async function grantThroughSdk(
  dapp: TestDapp,
  client: CustomSessionStorage,
  wallet: WalletClient = dapp.wallet,
) {
  const { bundlerUrl, paymasterUrl, rpcUrl } = inject('devnet')
  const signer = wallet as never
  const account = await createSmartAccountClient({ signer, bundlerUrl, paymasterUrl, rpcUrl })
  const { sessionKeyAddress } = await createSessionKeyEOA(account, polygonAmoy, client as never)
  const leaf = createABISessionDatum({
    interval: { validUntil: 0, validAfter: 0 },
    sessionKeyAddress,
    contractAddress: dapp.nft,
    functionSelector: 'safeMint(address)',
    rules: [{ offset: 0, condition: 0, referenceValue: dapp.account.address }],
    valueLimit: 0n,
  })
  const { wait, session } = await createBatchSession(
    account,
    client as never,
    [leaf],
    withSponsorship,
  )
  const { success } = await wait()
  expect(String(success)).toBe('true')
  return session.sessionIDInfo[0] ?? ''
}

/** A send through the SDK, with the last leaf and the signer of a store that is not ours. */
async function sendThroughSdk(dapp: TestDapp, client: CustomSessionStorage, index = 0) {
  const { bundlerUrl, paymasterUrl, rpcUrl } = inject('devnet')
  const store = client as never
  const account = await createSessionSmartAccountClient(
    {
      accountAddress: dapp.account.address,
      bundlerUrl,
      paymasterUrl,
      rpcUrl,
      chainId: dapp.chainId,
    },
    store,
  )
  const params = await getSingleSessionTxParams(store, polygonAmoy, index)
  const { wait } = await account.sendTransaction(mintOf(dapp), { ...params, ...withSponsorship })
  const { success } = await wait()
  expect(String(success)).toBe('true')
}

describe("a custom session storage after the SDK's documentation", () => {
  test('goes into the config: grant, send, reload, a second grant, revoke', async () => {
    const store = new MemoryStore()
    const storage = storageOver(ofDocumentation, { store })
    const dapp = await createTestDapp({ storage })
    const client = ofDocumentation(dapp.account.address)
    const first = await grant(dapp.config, dapp)
    expect(await leavesIn(client, dapp)).toEqual([[first.permissions[0]?.id, 'ACTIVE']])
    await send(dapp.config, dapp, first.id)

    const reloaded = dapp.reload({ storage: storageOver(ofDocumentation, { store }) })
    expect(await reconcileSessions(reloaded, scopeOf(dapp))).toBe('in-sync')
    await send(reloaded, dapp, first.id)
    const second = await grant(reloaded, dapp, 2)
    const secondLeaf = [second.permissions[0]?.id, 'ACTIVE']
    expect(await leavesIn(client, dapp)).toHaveLength(2)

    const { chainId, wallet } = dapp
    await revokeSessions(reloaded, { sessionIds: [first.id], chainId, wallet })
    expect(await leavesIn(client, dapp)).toEqual([secondLeaf])
    await expect(send(reloaded, dapp, first.id)).rejects.toThrow(SessionNotUsableError)
    await send(reloaded, dapp, second.id)
    await revokeAllSessions(reloaded, { chainId, wallet })
    expect(await leavesIn(client, dapp)).toEqual([])
    expect(await dapp.nftBalance()).toBe(3n)
    expect(errors).toEqual([])
  })

  test('holds no key of ours: leaves and root alone', async () => {
    const dapp = await createTestDapp({ storage: storageOver(ofDocumentation) })
    await grant(dapp.config, dapp)
    const files = await readdir('.')
    const mine = files.filter((name) => name.startsWith(dapp.account.address.toLowerCase()))
    expect(mine).toEqual([`${dapp.account.address.toLowerCase()}_sessions.json`])
  })

  test('its sessions of the SDK work in the kit, before and after a grant of the kit', async () => {
    const store = new MemoryStore()
    const dapp = await createTestDapp({ storage: storageOver(ofDocumentation, { store }) })
    const scope = scopeOf(dapp)
    const client = ofDocumentation(dapp.account.address)
    const sdkId = await grantThroughSdk(dapp, client)

    expect(await reconcileSessions(dapp.config, scope)).toBe('in-sync')
    const [adopted] = await getSessions(dapp.config, scope)
    expect(adopted).toMatchObject({ id: sdkId, status: 'ACTIVE', keyLocation: 'plaintext' })
    expect(await leavesIn(client, dapp)).toEqual([[sdkId, 'ACTIVE']])
    await send(dapp.config, dapp, sdkId)

    const own = await grant(dapp.config, dapp)
    const reloaded = dapp.reload({ storage: storageOver(ofDocumentation, { store }) })
    await send(reloaded, dapp, sdkId)
    await send(reloaded, dapp, own.id)
    await sendThroughSdk(dapp, client)
    expect(await dapp.nftBalance()).toBe(4n)

    // the key stayed where it was
    const file = await readFile(`${dapp.account.address.toLowerCase()}_signers.json`, 'utf8')
    const [{ privateKey = '' } = {}] = Object.values<{ privateKey?: string }>(JSON.parse(file))
    expect(privateKey).toMatch(/^0x[0-9a-f]{64}$/)
    const records = await memory({ store }).list({})
    expect(JSON.stringify(records)).not.toContain(privateKey.slice(2))
    expect(errors).toEqual([])
  })

  test('with an empty storage beside it, what the kit granted comes back from it', async () => {
    const options = { dangerouslyPlaintextSigners: true }
    const dapp = await createTestDapp({
      storage: storageOver(ofDocumentation, options),
      vault: dangerouslyPlaintextVault(),
    })
    const { id } = await grant(dapp.config, dapp)
    const elsewhere = dapp.reload({ storage: storageOver(ofDocumentation, options) })
    await expect(send(elsewhere, dapp, id)).rejects.toThrow()
    await reconcileSessions(elsewhere, scopeOf(dapp))
    const [session] = await getSessions(elsewhere, scopeOf(dapp))
    expect(session?.status).toBe('ACTIVE')
    await send(elsewhere, dapp, session?.id ?? '')
    expect(errors).toEqual([])
  })

  test('when it fails at everything, grants and revocations are as without it', async () => {
    const failing = new Proxy(ofDocumentation(`0x${'0'.repeat(40)}`), {
      get: (_, name) =>
        name === 'then' ? undefined : () => Promise.reject(new Error('the disk is gone')),
    })
    const store = new MemoryStore()
    const dapp = await createTestDapp({ storage: storageOver(() => failing, { store }) })
    const { chainId, wallet } = dapp
    const session = await grant(dapp.config, dapp)
    await send(dapp.config, dapp, session.id)
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors) expect(error).toBeInstanceOf(SessionStorageClientError)

    // repaired when it is opened again
    const reloaded = dapp.reload({ storage: storageOver(ofDocumentation, { store }) })
    await getSessions(reloaded, scopeOf(dapp))
    const client = ofDocumentation(dapp.account.address)
    expect(await leavesIn(client, dapp)).toEqual([[session.permissions[0]?.id, 'ACTIVE']])
    await revokeSessions(dapp.config, { sessionIds: [session.id], chainId, wallet })
    expect(await dapp.root()).toBe(zeroHash)
  })
})

describe("the SDK's own storage", () => {
  const ofSdk = (account: Address) => new SessionMemoryStorage(account)

  test('a refused grant of the SDK is not adopted, and hides no session before it', async () => {
    const dapp = await createTestDapp({ storage: storageOver(ofSdk) })
    const scope = scopeOf(dapp)
    const client = ofSdk(dapp.account.address)
    const first = await grantThroughSdk(dapp, client)
    await expect(grantThroughSdk(dapp, client, rejectingWallet(dapp))).rejects.toThrow()
    expect(await client.getAllSessionData()).toHaveLength(2)

    expect(await reconcileSessions(dapp.config, scope)).toBe('in-sync')
    const sessions = await getSessions(dapp.config, scope)
    expect(sessions.map(({ id, status }) => [id, status])).toEqual([[first, 'ACTIVE']])

    // told of, until it is taken out; the live ones are ACTIVE there, so that only it goes
    const second = await grant(dapp.config, dapp)
    expect(errors.map(String).join()).toContain('not in the tree on the chain')
    await client.clearPendingSessions()
    const ids = [first, second.permissions[0]?.id]
    expect(await leavesIn(client, dapp)).toEqual(ids.map((id) => [id, 'ACTIVE']))
  })

  test('sessions of the SDK that are granted beside the kit are adopted', async () => {
    const dapp = await createTestDapp({ storage: storageOver(ofSdk) })
    const scope = scopeOf(dapp)
    const client = ofSdk(dapp.account.address)
    const own = await grant(dapp.config, dapp)
    const sdkId = await grantThroughSdk(dapp, client)
    expect(await reconcileSessions(dapp.config, scope)).toBe('in-sync')
    const sessions = await getSessions(dapp.config, scope)
    expect(sessions.map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE'])
    await send(dapp.config, dapp, own.id)
    await send(dapp.config, dapp, sdkId)
    expect(await leavesIn(client, dapp)).toHaveLength(2)
    expect(errors).toEqual([])
  })

  test('uses what the kit granted, where keys may be plain, also after a revocation', async () => {
    const storage = storageOver(ofSdk, { dangerouslyPlaintextSigners: true })
    const dapp = await createTestDapp({ storage, vault: dangerouslyPlaintextVault() })
    const client = ofSdk(dapp.account.address)
    const first = await grant(dapp.config, dapp)
    await grant(dapp.config, dapp, 2)
    await sendThroughSdk(dapp, client, 1)
    const { chainId, wallet } = dapp
    await revokeSessions(dapp.config, { sessionIds: [first.id], chainId, wallet })
    await sendThroughSdk(dapp, client, 0)
    expect(await dapp.nftBalance()).toBe(2n)

    // the SDK's next grant does not bring back what was revoked
    await grantThroughSdk(dapp, client)
    await reconcileSessions(dapp.config, scopeOf(dapp))
    await expect(send(dapp.config, dapp, first.id)).rejects.toThrow(SessionNotUsableError)
    expect(await leavesIn(client, dapp)).toHaveLength(2)
    expect(errors).toEqual([])
  })
})

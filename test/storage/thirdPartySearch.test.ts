import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, custom, type Hex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { polygonAmoy } from 'viem/chains'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createSessionStorageClient } from '../../src/actions/createSessionStorageClient.ts'
import { createSessionConfig } from '../../src/config/createSessionConfig.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { SessionFileStorage } from '../../src/storage/legacy/SessionFileStorage.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import { writeAccountRecords } from '../../src/storage/writeAccountRecords.ts'
import type { StoredSessionStatus } from '../../src/types/SessionStatus.ts'
import type {
  SessionLeafNode,
  SessionSearchParam,
  SessionStorageClient,
} from '../../src/types/SessionStorageClient.ts'
import { enabledModules } from '../harness/enabledModules.ts'

const account = '0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD'
const scope = { chainId: polygonAmoy.id, account } as const
const vault = secretVault({ secret: '7b'.repeat(32) })
const modules = [
  '0x000000D50C68705bd6897B2d17c7de32FB519fDA',
  '0x000006bC2eCdAe38113929293d241Cf252D91861',
] as const
const keys = [generatePrivateKey(), generatePrivateKey()]
const addresses = keys.map((key) => privateKeyToAddress(key))

/** Two keys, two modules, and every status that a store can hold. */
const leaves = (['ACTIVE', 'REVOKED', 'PENDING', 'ACTIVE', 'REVOKED'] as const).map(
  (status, n): SessionLeafNode & { status: StoredSessionStatus } => ({
    validUntil: 4_000_000_000,
    validAfter: 0,
    sessionValidationModule: modules[n % 2] ?? '0x',
    sessionKeyData: `0x0${n}`,
    sessionPublicKey: addresses[n < 2 ? 0 : 1] ?? '0x',
    sessionID: `leaf ${n}`,
    status,
  }),
)

async function openFiles(): Promise<SessionStorageClient> {
  const directory = await mkdtemp(join(tmpdir(), 'grantkit-search-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const storage = new SessionFileStorage(account, { directory, vault })
  for (const leaf of leaves) await storage.addSessionData(leaf)
  return storage
}

async function openConfig(): Promise<SessionStorageClient> {
  const storage = memory()
  const unreachable = { request: () => Promise.reject(new Error('no chain is needed')) }
  const client = createPublicClient({ chain: polygonAmoy, transport: custom(unreachable) })
  const clients = { [polygonAmoy.id]: client }
  const config = createSessionConfig({ storage, vault, clients, bundler: {} })
  const wrapped = addresses.map(async (keyAddress, n) => {
    const key = await vault.wrap(keys[n] ?? '0x', { ...scope, keyAddress })
    return [keyAddress, key] as const
  })
  await writeAccountRecords(storage, await readAccountRecords(storage, scope), {
    root: { root: zeroHash, nextPosition: leaves.length },
    keys: await Promise.all(wrapped),
    sessions: leaves.map(({ sessionID = '', sessionPublicKey, status, ...leaf }, position) => ({
      id: sessionID,
      keyAddress: sessionPublicKey,
      keyLocation: 'secret',
      permissions: [{ id: sessionID, leaf }],
      validUntil: leaf.validUntil,
      validAfter: leaf.validAfter,
      status,
      inRoot: status === 'ACTIVE',
      position,
      createdAt: 1,
    })),
  })
  // what the chain was seen to have, before it was gone
  const live = leaves.filter(({ status }) => status === 'ACTIVE')
  const root = createMerkleTree(live.map(hashLeaf)).root
  const at = { blockNumber: 1n, blockTime: 1, chainTime: 1 }
  config.views.set(scope, { root, ...at, ...enabledModules })
  return createSessionStorageClient(config, scope)
}

const fields = ['sessionID', 'sessionPublicKey', 'sessionValidationModule', 'status'] as const

/** Every combination of fields, with the values of every pair of leaves: what fits, and what does not. */
const searches = leaves.flatMap((first) =>
  leaves.flatMap((second) =>
    Array.from({ length: 2 ** fields.length - 1 }, (_, bits): SessionSearchParam => {
      const chosen = fields.filter((_, n) => (bits + 1) & (2 ** n))
      return Object.fromEntries(
        chosen.map((field) => [field, (field === 'sessionID' ? first : second)[field]]),
      )
    }),
  ),
)

const lower = (value: string | undefined) => value?.toLowerCase()
const fits = (leaf: SessionLeafNode, param: SessionSearchParam) =>
  fields.every((field) => param[field] === undefined || lower(param[field]) === lower(leaf[field]))
const idsOf = (found: readonly SessionLeafNode[]) => found.map(({ sessionID }) => sessionID)

describe.each([
  ['SessionFileStorage', openFiles],
  ['createSessionStorageClient', openConfig],
])('%s searches', (_, open) => {
  test('all leaves by every field and each combination, and changes nothing', async () => {
    const storage = await open()
    expect(searches).toHaveLength(5 * 5 * 15)
    for (const param of searches) {
      const found = await storage.getAllSessionData(Object.freeze({ ...param }))
      const expected = leaves.filter((leaf) => fits(leaf, param))
      expect(idsOf(found), JSON.stringify(param)).toEqual(idsOf(expected))
      for (const leaf of found) leaf.status = 'EXPIRED'
    }
    expect(await storage.getAllSessionData({ status: 'EXPIRED' })).toEqual([])
    expect(await storage.getAllSessionData({ status: 'INACTIVE' })).toEqual([])
  })

  test('one leaf by every combination that names it, and says so when there is none', async () => {
    const storage = await open()
    for (const param of searches) {
      const isNamed = param.sessionID || (param.sessionPublicKey && param.sessionValidationModule)
      const expected = leaves.find((leaf) => fits(leaf, param))
      const search = storage.getSessionData(Object.freeze({ ...param }))
      if (!isNamed)
        await expect(search).rejects.toThrow(
          'Either pass sessionId or a combination of sessionPublicKey and sessionValidationModule address.',
        )
      else if (!expected) await expect(search).rejects.toThrow('Session not found.')
      else expect((await search).sessionID, JSON.stringify(param)).toBe(expected.sessionID)
    }
  })

  test('addresses however they are written', async () => {
    const storage = await open()
    const upper = (value: string) => `0x${value.slice(2).toUpperCase()}` as Hex
    for (const { sessionPublicKey, sessionValidationModule, sessionID } of leaves)
      for (const write of [upper, (value: string) => value.toLowerCase() as Hex]) {
        const param = {
          sessionPublicKey: write(sessionPublicKey),
          sessionValidationModule: write(sessionValidationModule),
        }
        expect(idsOf(await storage.getAllSessionData(param))).toContain(sessionID)
        const found = await storage.getSessionData({ ...param, ...(sessionID && { sessionID }) })
        expect(found.sessionID).toBe(sessionID)
        const signer = await storage.getSignerByKey(param.sessionPublicKey).catch(() => undefined)
        if (signer) expect(await signer.getAddress()).toBe(sessionPublicKey)
      }
  })
})

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodePacked, type Hex, keccak256, verifyMessage, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ForeignTreeError } from '../../src/errors/ForeignTreeError.ts'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../../src/errors/KeyUnavailableError.ts'
import { LegacyDataError } from '../../src/errors/LegacyDataError.ts'
import { StatusClaimError } from '../../src/errors/StatusClaimError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { importLegacySessions } from '../../src/storage/legacy/importLegacySessions.ts'
import { legacyFiles } from '../../src/storage/legacy/legacyFiles.ts'
import { legacyLocalStorage } from '../../src/storage/legacy/legacyLocalStorage.ts'
import { SessionFileStorage } from '../../src/storage/legacy/SessionFileStorage.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { unwrapSessionKey } from '../../src/storage/unwrapSessionKey.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { SessionLeafNode } from '../../src/types/SessionStorageClient.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'

const account = '0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD'
const lower = account.toLowerCase()
const vault = secretVault({ secret: '7b'.repeat(32) })
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'grantkit-legacy-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function leaf(id: string, key: Hex, overrides: Partial<SessionLeafNode> = {}): SessionLeafNode {
  return {
    validUntil: 2_000_000_000,
    validAfter: 0,
    sessionValidationModule: '0x000000D50C68705bd6897B2d17c7de32FB519fDA',
    sessionKeyData: `0x${Buffer.from(id).toString('hex')}`,
    sessionPublicKey: key,
    sessionID: id,
    status: 'PENDING',
    ...overrides,
  }
}

/** The root that the SDK makes of any leaves; none where they cannot be packed at all. */
function rootOfAny(nodes: readonly SessionLeafNode[]): Hex | '' {
  const types = ['uint48', 'uint48', 'address', 'bytes'] as const
  try {
    const hashes = nodes.map((it) => {
      const { validUntil, validAfter, sessionValidationModule, sessionKeyData } = it
      const values = [validUntil, validAfter, sessionValidationModule, sessionKeyData] as const
      return keccak256(encodePacked(types, values))
    })
    return createMerkleTree(hashes).root
  } catch {
    return ''
  }
}

const rootOf = (nodes: readonly SessionLeafNode[]) => createMerkleTree(nodes.map(hashLeaf)).root

describe('SessionFileStorage', () => {
  const open = () => new SessionFileStorage(account, { directory, vault })
  const pvKey = generatePrivateKey()
  const pbKey = privateKeyToAddress(pvKey)
  const other = privateKeyToAddress(generatePrivateKey())

  test('uses the documentation’s two files, for their owner alone, without the key in them', async () => {
    const storage = open()
    await storage.addSessionData(leaf('a', pbKey))
    await storage.addSigner({ pbKey, pvKey })
    expect((await readdir(directory)).filter((name) => name.endsWith('.json'))).toEqual([
      `${lower}_sessions.json`,
      `${lower}_signers.json`,
    ])
    for (const name of await readdir(directory)) {
      if (!name.endsWith('.json')) continue
      expect((await stat(join(directory, name))).mode & 0o077).toBe(0)
      expect(await readFile(join(directory, name), 'utf8')).not.toContain(pvKey.slice(2))
    }
  })

  test('every method does what it says, and another process sees it', async () => {
    const storage = open()
    expect(await storage.getMerkleRoot()).toBe('')
    expect(await storage.getAllSessionData()).toEqual([])
    await storage.addSessionData(leaf('a', pbKey))
    await storage.addSessionData(leaf('b', other, { status: 'ACTIVE' }))
    await storage.setMerkleRoot('0x12')
    const next = open()
    expect(await next.getMerkleRoot()).toBe('0x12')
    expect((await next.getSessionData({ sessionID: 'b' })).sessionPublicKey).toBe(
      other.toLowerCase(),
    )
    const byKey = {
      sessionPublicKey: pbKey,
      sessionValidationModule: leaf('a', pbKey).sessionValidationModule,
    }
    expect((await next.getSessionData(byKey)).sessionID).toBe('a')
    expect(await next.getAllSessionData({ status: 'ACTIVE' })).toHaveLength(1)
    expect(await next.getAllSessionData({ sessionPublicKey: other })).toHaveLength(1)
    expect(await next.getAllSessionData({ sessionID: 'a', status: 'ACTIVE' })).toEqual([])

    await next.updateSessionStatus({ sessionID: 'a' }, 'ACTIVE')
    expect((await storage.getSessionData({ sessionID: 'a' })).status).toBe('ACTIVE')
    const signer = await storage.addSigner({ pbKey, pvKey })
    for (const same of [
      signer,
      await next.getSignerByKey(pbKey),
      await next.getSignerBySession({ sessionID: 'a' }),
    ]) {
      const signature = await same.signMessage('hello')
      expect(await verifyMessage({ address: pbKey, message: 'hello', signature })).toBe(true)
    }
    await storage.addSessionData(leaf('c', pbKey))
    await storage.clearPendingSessions()
    expect((await storage.getAllSessionData()).map(({ sessionID }) => sessionID)).toEqual([
      'a',
      'b',
    ])
  })

  test('revoking two of three persists, leaves the third, and is for ever', async () => {
    const storage = open()
    for (const id of ['a', 'b', 'c']) await storage.addSessionData(leaf(id, pbKey))
    const rest = await storage.revokeSessions(['a', 'b'])
    expect(rest.map(({ sessionID }) => sessionID)).toEqual(['c'])
    expect(await open().getAllSessionData()).toEqual(rest)
    expect(await open().getAllSessionData({ status: 'REVOKED' })).toHaveLength(2)
    await expect(storage.updateSessionStatus({ sessionID: 'a' }, 'ACTIVE')).rejects.toThrow(
      StatusClaimError,
    )
  })

  test('the messages are the SDK’s, and nothing of the caller’s is changed', async () => {
    const storage = open()
    const mine = Object.freeze(leaf('a', pbKey))
    await storage.addSessionData(mine)
    expect(mine.sessionPublicKey).toBe(pbKey)
    await expect(storage.addSessionData(mine)).rejects.toThrow(InvalidParameterError)
    await expect(storage.getSessionData({ sessionID: 'x' })).rejects.toThrow('Session not found.')
    await expect(storage.getSignerByKey('__proto__')).rejects.toThrow('Signer not found.')
    await expect(storage.getSessionData({})).rejects.toThrow(
      'Either pass sessionId or a combination of sessionPublicKey and sessionValidationModule address.',
    )
  })

  test('at once from two handles, nothing is lost', async () => {
    const two = [open(), open()] as const
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => two[n % 2 ? 0 : 1].addSessionData(leaf(`${n}`, pbKey))),
    )
    expect(await open().getAllSessionData()).toHaveLength(20)
  })

  test('without a vault it reads, and stores no key; plain keys are wrapped with the next', async () => {
    const path = join(directory, `${lower}_signers.json`)
    await writeFile(
      path,
      JSON.stringify({ [pbKey.toLowerCase()]: { privateKey: pvKey, publicKey: '0x04' } }),
    )
    const bare = new SessionFileStorage(account, { directory })
    expect(await (await bare.getSignerByKey(pbKey)).getAddress()).toBe(pbKey)
    await expect(bare.addSigner()).rejects.toThrow(KeyUnavailableError)
    await open().addSigner()
    expect(await readFile(path, 'utf8')).not.toContain(pvKey.slice(2))
    const signature = await (await open().getSignerByKey(pbKey)).signMessage('x')
    expect(await verifyMessage({ address: pbKey, message: 'x', signature })).toBe(true)
  })

  test('a damaged file is an error that shows no key, and is not overwritten', async () => {
    const path = join(directory, `${lower}_signers.json`)
    const torn = `{"${pbKey.toLowerCase()}":{"privateKey":"${pvKey}","publ`
    await writeFile(path, torn)
    const error = await open()
      .addSigner()
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(LegacyDataError)
    expect(String(error)).not.toContain(pvKey.slice(2, 12))
    expect(await readFile(path, 'utf8')).toBe(torn)
  })
})

describe('importLegacySessions', () => {
  const scope = { chainId: 137, account } as const
  const pvKey = generatePrivateKey()
  const pbKey = privateKeyToAddress(pvKey)
  const unusedKey = generatePrivateKey()
  const nodes = [leaf('a', pbKey), leaf('b', pbKey), leaf('c', privateKeyToAddress(unusedKey))]

  async function legacyFilesWith(privateKeyName: 'pvKey' | 'privateKey') {
    const sessions = JSON.stringify({ merkleRoot: rootOf(nodes), leafNodes: nodes })
    const signers = JSON.stringify({
      [pbKey.toLowerCase()]: { [privateKeyName]: pvKey },
      [privateKeyToAddress(unusedKey).toLowerCase()]: { [privateKeyName]: unusedKey },
    })
    await writeFile(join(directory, `${lower}_sessions.json`), sessions)
    await writeFile(join(directory, `${lower}_signers.json`), signers)
    return { source: legacyFiles(account, directory), sessions, signers }
  }

  test('takes over leaves and keys, removes the plaintext, and does so once', async () => {
    const { source } = await legacyFilesWith('privateKey')
    const storage = memory()
    expect(await importLegacySessions({ ...scope, storage, vault, source })).toEqual({
      leaves: 3,
      keys: 2,
    })
    expect(await readdir(directory)).toEqual([])
    const records = await readAccountRecords(storage, scope)
    // The chain decides whether they are live.
    expect(records.sessions.map(({ status }) => status)).toEqual(['PENDING', 'PENDING'])
    expect(records.root).toMatchObject({
      root: zeroHash,
      staged: { root: rootOf(nodes), external: true },
    })
    const ids = records.sessions.flatMap(({ permissions }) => permissions.map(({ id }) => id))
    expect(ids).toEqual(['a', 'b', 'c'])
    const session = { id: 'a', ...scope, keyAddress: pbKey }
    expect(await unwrapSessionKey({ storage, vault }, session)).toBe(pvKey)
    expect(await importLegacySessions({ ...scope, storage, vault, source })).toEqual({
      leaves: 0,
      keys: 0,
    })
  })

  test.each<[string, Partial<SessionLeafNode>]>([
    ['could hide another one', { sessionKeyData: `0x${'ab'.repeat(32)}` }],
    ['has half a byte', { sessionKeyData: '0xabc' }],
    ['ends beyond every clock', { validUntil: 2 ** 48 }],
  ])('a leaf that %s is refused, and nothing is written or removed', async (_, broken) => {
    const nodes = [leaf('a', pbKey), leaf('b', pbKey, broken)]
    const sessions = JSON.stringify({ merkleRoot: rootOfAny(nodes), leafNodes: nodes })
    const web = new FakeWebStorage(new Map([[`${lower}_sessions`, sessions]]))
    const storage = memory()
    const source = legacyLocalStorage(account, web)
    await expect(importLegacySessions({ ...scope, storage, vault, source })).rejects.toThrow(
      LegacyDataError,
    )
    expect(web.length).toBe(1)
    expect(await storage.list({})).toEqual({ records: [] })
  })

  test('takes over the SDK’s keys in localStorage', async () => {
    const { sessions, signers } = await legacyFilesWith('pvKey')
    const web = new FakeWebStorage(
      new Map([
        [`${lower}_sessions`, sessions],
        [`${lower}_signers`, signers],
      ]),
    )
    const storage = memory()
    const source = legacyLocalStorage(account, web)
    await importLegacySessions({ ...scope, storage, vault, source })
    expect(web.length).toBe(0)
    expect(JSON.stringify(await storage.list({}))).not.toContain(pvKey.slice(2))
  })

  test('interrupted at whichever step, it can be repeated, and no key is lost', async () => {
    for (let k = 1; k <= 8; k++) {
      const { source } = await legacyFilesWith('pvKey')
      const storage = memory()
      let steps = 0
      const step = () => {
        if (++steps === k) throw new Error('the process died')
      }
      const dying = {
        read: async (part: 'sessions' | 'signers') => {
          step()
          return await source.read(part)
        },
        remove: async (part: 'sessions' | 'signers') => {
          step()
          await source.remove(part)
        },
      }
      const dyingStorage = {
        ...storage,
        batch: async (...all: Parameters<typeof storage.batch>) => {
          step()
          const results = await storage.batch(...all)
          step()
          return results
        },
        get: storage.get,
      }
      await importLegacySessions({ ...scope, storage: dyingStorage, vault, source: dying }).catch(
        () => {},
      )
      await importLegacySessions({ ...scope, storage, vault, source })
      const records = await readAccountRecords(storage, scope)
      expect(records.sessions).toHaveLength(2)
      expect(records.keys.size).toBe(2)
      expect(await readdir(directory)).toEqual([])
    }
  })

  test('leaves that do not make their root are left where they are', async () => {
    const { source } = await legacyFilesWith('pvKey')
    const path = join(directory, `${lower}_sessions.json`)
    await writeFile(path, JSON.stringify({ merkleRoot: rootOf(nodes), leafNodes: nodes.slice(1) }))
    const storage = memory()
    await expect(importLegacySessions({ ...scope, storage, vault, source })).rejects.toThrow(
      ForeignTreeError,
    )
    expect((await storage.list({})).records).toEqual([])
    expect(await readdir(directory)).toHaveLength(2)
  })

  test('when a key cannot be opened from its new place, the plaintext stays', async () => {
    const { source } = await legacyFilesWith('pvKey')
    const broken = { ...vault, unwrap: () => Promise.reject(new KeyUnavailableError('x', 'y')) }
    await expect(
      importLegacySessions({ ...scope, storage: memory(), vault: broken, source }),
    ).rejects.toThrow(KeyUnavailableError)
    expect(await readdir(directory)).toHaveLength(2)
  })
})

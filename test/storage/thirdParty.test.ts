import { type Address, type Hex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from 'viem/accounts'
import { polygon, polygonAmoy } from 'viem/chains'
import { beforeEach, describe, expect, test } from 'vitest'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../../src/errors/KeyUnavailableError.ts'
import { SessionStorageClientError } from '../../src/errors/SessionStorageClientError.ts'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import type { CustomSessionStorage } from '../../src/storage/external/CustomSessionStorage.ts'
import {
  type FromSessionStorageClientParameters,
  fromSessionStorageClient,
} from '../../src/storage/external/fromSessionStorageClient.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { dangerouslyPlaintextVault } from '../../src/storage/vaults/dangerouslyPlaintextVault.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import { writeAccountRecords } from '../../src/storage/writeAccountRecords.ts'
import type { SessionRecord } from '../../src/types/AccountRecords.ts'
import type { KeyVault } from '../../src/types/KeyVault.ts'
import type { SessionStatus } from '../../src/types/SessionStatus.ts'
import type { SessionLeafNode, SignerData } from '../../src/types/SessionStorageClient.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { testDriver } from '../conformance/testDriver.ts'

const account = '0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD'
const scope = { chainId: polygonAmoy.id, account } as const
const module = '0x000000D50C68705bd6897B2d17c7de32FB519fDA'

/** A store in the manner of the SDK's own, in which a fault can be put before or after each call. */
class CustomStore implements CustomSessionStorage {
  leafNodes: SessionLeafNode[] = []
  merkleRoot = ''
  keys = new Map<string, Hex>()
  /** What a call does instead, or `undefined` to let it through. */
  fault: (method: string, call: number) => (() => unknown) | undefined = () => undefined
  calls = 0

  #do<result>(method: string, work: () => result): Promise<result> {
    this.calls += 1
    const fault = this.fault(method, this.calls)
    return new Promise((resolve) => resolve((fault ? fault() : work()) as result))
  }

  getAllSessionData() {
    return this.#do('getAllSessionData', () => structuredClone(this.leafNodes))
  }

  addSessionData(leaf: SessionLeafNode) {
    return this.#do('addSessionData', () => {
      // as the SDK's own do
      leaf.sessionPublicKey = leaf.sessionPublicKey.toLowerCase() as Hex
      this.leafNodes.push(leaf)
    })
  }

  updateSessionStatus({ sessionID }: { sessionID?: string }, status: SessionStatus) {
    return this.#do('updateSessionStatus', () => {
      const node = this.leafNodes.find((it) => it.sessionID === sessionID)
      if (!node) throw new Error('Session not found.')
      node.status = status
    })
  }

  clearPendingSessions() {
    return this.#do('clearPendingSessions', () => {
      this.leafNodes = this.leafNodes.filter(({ status }) => status !== 'PENDING')
    })
  }

  getMerkleRoot() {
    return this.#do('getMerkleRoot', () => this.merkleRoot)
  }

  setMerkleRoot(root: string) {
    return this.#do('setMerkleRoot', () => {
      this.merkleRoot = root
    })
  }

  getSignerByKey(key: string): Promise<unknown> {
    return this.#do('getSignerByKey', () => {
      const privateKey = this.keys.get(key.toLowerCase())
      if (!privateKey) throw new Error('Signer not found.')
      const { address, signMessage } = privateKeyToAccount(privateKey)
      const sign = (message: Hex) => signMessage({ message })
      return { signerType: 'local', getAddress: async () => address, signMessage: sign }
    })
  }

  addSigner(signer: never): Promise<unknown> {
    return this.#do('addSigner', () => {
      const { pbKey, pvKey } = signer as SignerData
      this.keys.set(pbKey.toLowerCase(), pvKey)
    })
  }

  get listed() {
    return this.leafNodes.map(({ sessionID, status }) => `${sessionID} ${status}`)
  }
}

const keys = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, generatePrivateKey()]))

function record(id: string, position: number, change: Partial<SessionRecord> = {}): SessionRecord {
  const keyAddress = privateKeyToAddress(keys[id] ?? '0x')
  const leaf = {
    validUntil: 2_000_000_000,
    validAfter: 0,
    sessionValidationModule: module as Address,
    sessionKeyData: keyAddress.toLowerCase() as Hex,
  }
  return {
    id,
    keyAddress,
    keyLocation: 'secret',
    permissions: [{ id, leaf }],
    validUntil: leaf.validUntil,
    validAfter: leaf.validAfter,
    status: 'ACTIVE',
    inRoot: true,
    position,
    createdAt: 1,
    ...change,
  }
}

const rootOf = (sessions: readonly SessionRecord[]): Hex => {
  const live = sessions.filter(({ inRoot }) => inRoot)
  if (live.length === 0) return zeroHash
  const leaves = live.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf)))
  return createMerkleTree(leaves).root
}

/** Writes a state of the account that the chain confirmed, as a commit does. */
async function confirm(
  driver: SessionStorageDriver,
  sessions: readonly SessionRecord[],
  vault?: KeyVault,
): Promise<void> {
  const records = await readAccountRecords(driver, scope)
  const wrap = async ({ id, keyAddress }: SessionRecord) =>
    [
      keyAddress,
      await (vault as KeyVault).wrap(keys[id] ?? '0x', { ...scope, keyAddress }),
    ] as const
  await writeAccountRecords(driver, records, {
    root: { root: rootOf(sessions), nextPosition: sessions.length },
    sessions,
    keys: vault ? await Promise.all(sessions.map(wrap)) : [],
  })
}

const ended: Partial<SessionRecord> = { status: 'REVOKED', inRoot: false }
/** Grants a, b and c one after the other, then revokes a. */
const history = [
  [record('a', 0)],
  [record('a', 0), record('b', 1)],
  [record('a', 0), record('b', 1), record('c', 2)],
  [record('a', 0, ended), record('b', 1), record('c', 2)],
]

let client: CustomStore
let errors: unknown[]

beforeEach(() => {
  client = new CustomStore()
  errors = []
})

function open(
  store = new MemoryStore(),
  options: Partial<FromSessionStorageClientParameters> = {},
) {
  return fromSessionStorageClient({
    clients: [{ chain: polygonAmoy, open: () => client }],
    storage: memory({ store }),
    onError: (error) => errors.push(error),
    ...options,
  })
}

testDriver('fromSessionStorageClient', () => {
  const store = new MemoryStore()
  return {
    open: () => fromSessionStorageClient({ clients: [], storage: memory({ store }) }),
    raw: {
      read: async (address) => store.read(address),
      write: async (address, text) => store.write([{ address, text }]),
    },
  }
})

describe('fromSessionStorageClient', () => {
  test('brings every confirmed change into the store, and nothing that is staged', async () => {
    const driver = open()
    const seen: string[][] = []
    for (const sessions of history) {
      await confirm(driver, sessions)
      seen.push(client.listed)
      expect(client.merkleRoot).toBe(rootOf(sessions))
    }
    expect(seen).toEqual([
      ['a ACTIVE'],
      ['a ACTIVE', 'b ACTIVE'],
      ['a ACTIVE', 'b ACTIVE', 'c ACTIVE'],
      ['b ACTIVE', 'c ACTIVE'],
    ])
    const { calls } = client
    const records = await readAccountRecords(driver, scope)
    const lists = { grants: ['d'], revokes: [], drops: [], holder: 'h', stagedAt: 1 }
    await writeAccountRecords(driver, records, {
      root: { ...records.root, staged: { kind: 'grant', root: zeroHash, ...lists } },
      sessions: [],
    })
    expect(client.calls).toBe(calls)
    expect(errors).toEqual([])
    await confirm(driver, [])
    expect(client.merkleRoot).toBe('')
  })

  test('an ended leaf is REVOKED at every moment until it is out', async () => {
    const driver = open()
    for (const sessions of history.slice(0, 3)) await confirm(driver, sessions)
    const moments: string[] = []
    client.fault = () => {
      moments.push(client.listed[0] ?? '')
      return undefined
    }
    await confirm(driver, history[3] ?? [])
    const states = [...new Set(moments)]
    expect(states).toEqual(['a ACTIVE', 'a REVOKED', 'a PENDING', 'b ACTIVE'])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('the disk is gone')
      },
    ],
    ['never answers', () => new Promise(() => undefined)],
  ])('a call that %s, at whichever place: told of, typed, repaired later', async (_, fault) => {
    let done = false
    for (let k = 1; !done; k++) {
      client = new CustomStore()
      errors = []
      const store = new MemoryStore()
      let failed = false
      let fails = false
      client.fault = (method, call) => {
        if (call !== k) return undefined
        failed = true
        // without a key it rejects anyway
        fails = method !== 'getSignerByKey'
        return fault
      }
      const driver = open(store, { timeout: 20 })
      for (const sessions of history) await confirm(driver, sessions)
      done = !failed
      expect(errors).toHaveLength(fails ? 1 : 0)
      for (const error of errors) expect(error).toBeInstanceOf(SessionStorageClientError)
      // what counts is as if nothing had happened, and the store is right by its next opening
      await readAccountRecords(open(store), scope)
      expect(client.listed).toEqual(['b ACTIVE', 'c ACTIVE'])
      expect(client.merkleRoot).toBe(rootOf(history[3] ?? []))
    }
    expect(client.calls).toBeGreaterThan(20)
  })

  test('a write that is lost, at whichever place: noticed, or made good', async () => {
    for (const method of ['addSessionData', 'updateSessionStatus', 'setMerkleRoot'])
      for (let nth = 1; nth <= 2; nth++) {
        client = new CustomStore()
        errors = []
        let count = 0
        client.fault = (name) => (name === method && ++count === nth ? () => undefined : undefined)
        const driver = open()
        for (const sessions of history) await confirm(driver, sessions)
        const isRight = client.listed.join() === 'b ACTIVE,c ACTIVE'
        expect(isRight || errors.length > 0, `${method} ${nth}`).toBe(true)
        if (method !== 'updateSessionStatus') expect(errors).toHaveLength(1)
        for (const error of errors) expect(error).toBeInstanceOf(SessionStorageClientError)
        expect(client.listed).not.toContain('a ACTIVE')
      }
    client = new CustomStore()
    errors = []
    client.fault = (name) => (name === 'clearPendingSessions' ? () => undefined : undefined)
    const driver = open()
    for (const sessions of history) await confirm(driver, sessions)
    expect(String(errors)).toContain('clearPendingSessions() did not keep')
    expect(client.listed.filter((it) => it.startsWith('a'))).not.toContain('a ACTIVE')
  })

  test.each([
    undefined,
    null,
    'leaves',
    {},
    [null],
    [{ sessionID: 'a', status: 'ACTIVE' }],
    [{ ...leafOf('a'), validUntil: -1 }],
    [{ ...leafOf('a'), sessionKeyData: '0xabc' }],
    // it would hide another leaf
    [{ ...leafOf('a'), sessionKeyData: `0x${'ab'.repeat(32)}` }],
    [{ ...leafOf('a'), status: 'LIVE' }],
    [{ ...leafOf('a'), validUntil: 1n }],
  ])('a list of leaves that is %o is refused, and nothing is written', async (garbage) => {
    client.fault = (name) => (name === 'getAllSessionData' ? () => garbage : undefined)
    const driver = open()
    await confirm(driver, history[0] ?? [])
    expect(String(errors[0])).toContain('something else than a list of leaves')
    expect(client.leafNodes).toEqual([])
    const root = rootOf(history[0] ?? [])
    await expect(driver.external?.adopt(scope, `0x${'12'.repeat(32)}`)).resolves.toBe(false)
    const records = await readAccountRecords(driver, scope)
    expect([records.root.root, records.root.staged]).toEqual([root, undefined])
  })

  test('a leaf of somebody else stays, and is told of', async () => {
    const driver = open()
    await confirm(driver, history[2] ?? [])
    client.leafNodes.push({ ...leafOf('a'), sessionID: 'x', sessionKeyData: '0x12' })
    await confirm(driver, history[3] ?? [])
    expect(String(errors)).toContain('not in the tree on the chain (x)')
    // its leaf is PENDING: taking ours out would take it along
    expect(client.listed).toEqual(['a REVOKED', 'b ACTIVE', 'c ACTIVE', 'x PENDING'])
  })

  test('an account that is not known here is not changed in the store', async () => {
    for (const leafNodes of [[leafOf('a')], []]) {
      client = new CustomStore()
      client.leafNodes = [...leafNodes]
      client.merkleRoot = '0x12'
      await readAccountRecords(open(), scope)
      expect(client.leafNodes).toEqual(leafNodes)
      expect(client.merkleRoot).toBe('0x12')
    }
  })

  test('adopts the sessions of a root, whatever else the store says of them', async () => {
    client.leafNodes = [leafOf('a', { status: 'REVOKED' }), leafOf('b'), leafOf('c')]
    client.merkleRoot = 'nonsense'
    client.keys.set(privateKeyToAddress(keys.b ?? '0x').toLowerCase(), keys.b ?? '0x')
    const driver = open()
    const root = createMerkleTree([leafOf('a'), leafOf('b')].map(hashLeaf)).root
    expect(await driver.external?.adopt(scope, `0x${'12'.repeat(32)}`)).toBe(false)
    expect(await driver.external?.adopt(scope, zeroHash)).toBe(false)
    expect(await driver.external?.adopt(scope, root)).toBe(true)
    const records = await readAccountRecords(driver, scope)
    expect(records.root.staged).toMatchObject({ root, grants: ['a', 'b'], external: true })
    expect(records.sessions.map(({ status }) => status)).toEqual(['PENDING', 'PENDING'])

    const keyAddress = privateKeyToAddress(keys.b ?? '0x')
    const signer = await driver.external?.signerOf({ ...scope, keyAddress })
    expect(await signer?.signMessage('hello')).toBe(
      await privateKeyToAccount(keys.b ?? '0x').signMessage({ message: 'hello' }),
    )
    // a store that signs with another key
    client.getSignerByKey = async () => ({
      getAddress: async () => keyAddress,
      signMessage: (message: string) =>
        privateKeyToAccount(keys.c ?? '0x').signMessage({ message }),
    })
    await expect(signer?.signMessage('hello')).rejects.toThrow(KeyUnavailableError)
    // one of ethers takes bytes as they are
    client.getSignerByKey = async () => ({
      provider: null,
      getAddress: async () => keyAddress,
      signMessage: (raw: Uint8Array) =>
        privateKeyToAccount(keys.b ?? '0x').signMessage({ message: { raw } }),
    })
    const message = { raw: rootOf(history[0] ?? []) }
    expect(await signer?.signMessage(message)).toBe(
      await privateKeyToAccount(keys.b ?? '0x').signMessage({ message }),
    )
  })
})

describe('the keys', () => {
  const plain = dangerouslyPlaintextVault()
  const options = { dangerouslyPlaintextSigners: true }

  test('are given to the store when the developer says so, and only if they are plain', async () => {
    await confirm(open(), history[1] ?? [], plain)
    expect(client.keys.size).toBe(0)
    await confirm(open(new MemoryStore(), options), history[1] ?? [], plain)
    expect([...client.keys.values()]).toEqual([keys.a, keys.b])
    expect(errors).toEqual([])

    client = new CustomStore()
    const vault = secretVault({ secret: '7b'.repeat(32) })
    await confirm(open(new MemoryStore(), options), history[1] ?? [], vault)
    expect(client.keys.size).toBe(0)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toBeInstanceOf(KeyUnavailableError)
  })

  test('are in no error, whatever the store says', async () => {
    client.addSigner = async (signer) => {
      throw new Error(`cannot store ${JSON.stringify(signer)}`)
    }
    await confirm(open(new MemoryStore(), options), history[0] ?? [], plain)
    expect(errors).toHaveLength(1)
    const error = errors[0] as SessionStorageClientError
    expect(error).toBeInstanceOf(SessionStorageClientError)
    expect(error.cause).toBeUndefined()
    expect(`${error}${error.stack}${JSON.stringify(error)}`).not.toContain(keys.a?.slice(2))
  })

  test('that lie in the store alone are found there', async () => {
    const store = new MemoryStore()
    await confirm(open(store), history[0] ?? [])
    expect((await readAccountRecords(memory({ store }), scope)).keys.size).toBe(0)
    const id = privateKeyToAddress(keys.a ?? '0x').toLowerCase()
    client.keys.set(id, keys.a ?? '0x')
    await readAccountRecords(open(store), scope)
    const records = await readAccountRecords(memory({ store }), scope)
    expect([...records.keys.keys()]).toEqual([id])
    expect(records.sessions[0]?.keyLocation).toBe('plaintext')
  })
})

describe('what would overwrite each other is refused', () => {
  test('one store for two accounts or two chains', async () => {
    const storage = memory()
    const other = `0x${'12'.repeat(20)}` as const
    const shared = () => client
    const driver = fromSessionStorageClient({
      clients: [
        { chain: polygonAmoy, open: () => client },
        { chain: polygon, open: () => client },
      ],
      storage,
    })
    await readAccountRecords(driver, scope)
    for (const place of [
      { ...scope, account: other },
      { ...scope, chainId: polygon.id },
    ])
      await expect(readAccountRecords(driver, place)).rejects.toThrow(InvalidParameterError)
    expect(() =>
      fromSessionStorageClient({
        clients: [polygonAmoy, polygon].map((chain) => ({ chain, open: shared })),
        storage,
      }),
    ).toThrow(InvalidParameterError)
  })

  test('a store that says that it is another account’s', async () => {
    const theirs = Object.assign(new CustomStore(), { smartAccountAddress: `0x${'12'.repeat(20)}` })
    const clients = [{ chain: polygonAmoy, open: () => theirs }]
    const driver = fromSessionStorageClient({ clients, storage: memory() })
    await expect(readAccountRecords(driver, scope)).rejects.toThrow(InvalidParameterError)
  })
})

function leafOf(id: string, change: Partial<SessionLeafNode> = {}): SessionLeafNode {
  const { keyAddress, permissions } = record(id, 0)
  const [permission] = permissions
  if (!permission) throw new Error('no leaf')
  return {
    ...permission.leaf,
    sessionID: id,
    sessionPublicKey: keyAddress,
    status: 'PENDING',
    ...change,
  }
}

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { hexToBytes, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { appendJournal } from '../../src/storage/appendJournal.ts'
import { file } from '../../src/storage/drivers/file.ts'
import { localStorage } from '../../src/storage/drivers/localStorage.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { redis } from '../../src/storage/drivers/redis.ts'
import { sqlite } from '../../src/storage/drivers/sqlite.ts'
import { SessionFileStorage } from '../../src/storage/legacy/SessionFileStorage.ts'
import { readAccountRecords } from '../../src/storage/readAccountRecords.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { stageChange } from '../../src/storage/stageChange.ts'
import { undoStagedChange } from '../../src/storage/undoStagedChange.ts'
import { exportBackup } from '../../src/storage/vaults/backup/exportBackup.ts'
import { dangerouslyPlaintextVault } from '../../src/storage/vaults/dangerouslyPlaintextVault.ts'
import { passwordVault } from '../../src/storage/vaults/passwordVault.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { KeyVault } from '../../src/types/KeyVault.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { createStorageServer } from '../conformance/createStorageServer.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'
import { setUpRedis } from '../harness/setUpRedis.ts'
import { someLeaf } from '../harness/someLeaf.ts'

const scope = { chainId: 137, account: `0x${'1'.repeat(40)}` } as const
const server = setUpRedis()
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'grantkit-bytes-'))
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

afterEach(() => vi.restoreAllMocks())

/** Every form in which eight bytes of a key in a row could lie about. */
function formsOf(privateKey: `0x${string}`): Buffer[] {
  const bytes = Buffer.from(hexToBytes(privateKey))
  return Array.from({ length: bytes.length - 7 }, (_, from) =>
    bytes.subarray(from, from + 8),
  ).flatMap((part) => [
    part,
    Buffer.from(part.toString('hex')),
    Buffer.from(part.toString('hex').toUpperCase()),
    Buffer.from([...part].join(',')),
    // Six bytes are eight characters, wherever the text begins.
    ...[0, 1, 2].map((skip) => Buffer.from(part.subarray(skip, skip + 6).toString('base64'))),
  ])
}

function find(dump: Buffer, privateKey: `0x${string}`): boolean {
  return formsOf(privateKey).some((form) => dump.includes(form))
}

/** All bytes of all files. */
async function filesIn(place: string): Promise<Buffer> {
  const names = await readdir(place, { recursive: true })
  const parts = await Promise.all(
    names.map(async (name) => {
      const path = join(place, name)
      return (await stat(path)).isFile() ? await readFile(path) : Buffer.from(name)
    }),
  )
  return Buffer.concat(parts)
}

interface Case {
  driver: SessionStorageDriver
  dump(): Promise<Buffer>
  end?(): Promise<void>
}

const cases: Record<string, () => Promise<Case>> = {
  async memory() {
    const store = new MemoryStore()
    const driver = memory({ store })
    return { driver, dump: async () => Buffer.from(JSON.stringify(await driver.list({}))) }
  },
  async localStorage() {
    const storage = new FakeWebStorage()
    return {
      driver: localStorage({ storage }),
      dump: async () => Buffer.from(JSON.stringify([...storage.items])),
    }
  },
  async file() {
    const place = await mkdtemp(join(directory, 'file-'))
    return { driver: file({ directory: place }), dump: () => filesIn(place) }
  },
  async sqlite() {
    const place = await mkdtemp(join(directory, 'sqlite-'))
    // With its write-ahead log, in which deleted pages stay.
    return { driver: sqlite({ filename: join(place, 'x.db') }), dump: () => filesIn(place) }
  },
  async redis() {
    return {
      driver: redis({ client: server.client, prefix: 'bytes' }),
      async dump() {
        const keys = await server.client.keys('*')
        const dumps = await Promise.all(
          keys.map((key) =>
            server.client.sendCommand(['DEBUG', 'DIGEST-VALUE', key]).catch(() => ''),
          ),
        )
        const records = await server.client.hGetAll('{bytes}:records')
        return Buffer.from(JSON.stringify([keys, dumps, records]))
      },
    }
  },
  async remote() {
    const store = new MemoryStore()
    const requests: string[] = []
    const http = await createStorageServer({ storage: memory({ store }) })
    const token = await http.signIn([scope.account])
    const driver = remote({
      url: http.url,
      token,
      fetch: async (input, init) => {
        requests.push(`${String(input)} ${String(init?.body ?? '')}`)
        return await fetch(input, init)
      },
    })
    return {
      driver,
      dump: async () => Buffer.from(JSON.stringify([requests, await memory({ store }).list({})])),
      end: () => http.stop(),
    }
  },
}

async function use(driver: SessionStorageDriver, vault: KeyVault): Promise<`0x${string}`> {
  const privateKey = generatePrivateKey()
  const keyAddress = privateKeyToAddress(privateKey)
  const context = { ...scope, keyAddress }
  const key = await vault.wrap(privateKey, context)
  const session = {
    id: 's',
    keyAddress,
    keyLocation: vault.location,
    permissions: [{ id: 's', leaf: someLeaf('s') }],
    validAfter: 0,
    validUntil: 0,
    status: 'PENDING' as const,
    inRoot: false,
    position: 0,
    createdAt: 1,
  }
  const staged = {
    kind: 'grant' as const,
    root: zeroHash,
    grants: ['s'],
    revokes: [],
    drops: [],
    holder: 'test',
    stagedAt: 1,
  }
  for (let round = 0; round < 2; round++) {
    await stageChange(driver, await readAccountRecords(driver, scope), {
      staged,
      sessions: [session],
      keys: [[keyAddress, key]],
    })
    // Undone once, so that what deletions leave behind is looked through too.
    if (round === 0) await undoStagedChange(driver, await readAccountRecords(driver, scope))
  }
  await appendJournal(driver, { ...scope, id: 's' }, { type: 'granted' })
  await vault.unwrap(key, context)
  return privateKey
}

describe.each(Object.keys(cases))('a dump of %s', (name) => {
  test('has no byte of a private key, nor have logs and errors', async () => {
    const logged: unknown[] = []
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...all) => void logged.push(all))
    const { driver, dump, end } = await (cases[name] as () => Promise<Case>)()
    const vault = secretVault({ secret: 'c4'.repeat(32) })
    const privateKey = await use(driver, vault)
    const keyAddress = privateKeyToAddress(privateKey)
    const errors = await Promise.allSettled([
      driver.put({ ...scope, kind: 'key', id: keyAddress.toLowerCase() }, 1, { ifRevision: 'x' }),
      vault.wrap(privateKey, { ...scope, keyAddress: scope.account }),
      vault.unwrap({ vault: 'secret', version: 1 }, { ...scope, keyAddress }),
      driver.put({ ...scope, kind: 'key', id: 'x' }, { privateKey, bad: undefined } as never),
    ])
    expect(errors.every(({ status }) => status === 'rejected')).toBe(true)
    const seen = inspect([driver, vault, errors, logged], { depth: 12, showHidden: true })
    expect(find(Buffer.concat([await dump(), Buffer.from(seen)]), privateKey)).toBe(false)
    await driver.close()
    await end?.()
  })
})

describe('the search itself', () => {
  test('finds a key that was stored as it is', async () => {
    for (const make of [cases.memory, cases.file, cases.sqlite, cases.redis]) {
      const { driver, dump } = await (make as () => Promise<Case>)()
      const privateKey = await use(driver, dangerouslyPlaintextVault())
      expect(find(await dump(), privateKey)).toBe(true)
      await driver.close()
    }
    const bytes = Buffer.from(hexToBytes(`0x${'0123456789abcdef'.repeat(4)}`))
    for (const form of [
      bytes,
      bytes.toString('base64'),
      bytes.toString('hex'),
      [...bytes].join(','),
    ])
      expect(find(Buffer.from(form), `0x${bytes.toString('hex')}`)).toBe(true)
  })
})

describe('what leaves the storage', () => {
  test('backups, password vaults and session files have no byte of a key', async () => {
    const driver = memory()
    const vault = passwordVault()
    await vault.unlock('correct horse')
    const privateKey = await use(driver, vault)
    const backup = await exportBackup({
      ...scope,
      storage: driver,
      vault,
      password: 'battery staple',
    })
    const place = await mkdtemp(join(directory, 'legacy-'))
    const files = new SessionFileStorage(scope.account, { directory: place, vault })
    await files.addSigner({ pbKey: privateKeyToAddress(privateKey), pvKey: privateKey })
    const dump = Buffer.concat([
      Buffer.from(JSON.stringify(await driver.list({}))),
      Buffer.from(backup),
      await filesIn(place),
    ])
    expect(find(dump, privateKey)).toBe(false)
  })
})

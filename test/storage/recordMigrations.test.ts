import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { StorageVersionError } from '../../src/errors/StorageVersionError.ts'
import { createTextDriver } from '../../src/storage/drivers/createTextDriver.ts'
import { createTransactionalDriver } from '../../src/storage/drivers/createTransactionalDriver.ts'
import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import { FileStore } from '../../src/storage/drivers/file/FileStore.ts'
import { nodeFileSystem } from '../../src/storage/drivers/file/nodeFileSystem.ts'
import { recordPath } from '../../src/storage/drivers/file/recordPath.ts'
import { LocalStorageStore } from '../../src/storage/drivers/LocalStorageStore.ts'
import { localStorageKey } from '../../src/storage/drivers/localStorageKey.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { orderedText } from '../../src/storage/drivers/orderedText.ts'
import { RedisStore } from '../../src/storage/drivers/redis/RedisStore.ts'
import { redisField } from '../../src/storage/drivers/redis/redisField.ts'
import type { SqliteDatabase } from '../../src/storage/drivers/sqlite/SqliteDatabase.ts'
import { SqliteStore } from '../../src/storage/drivers/sqlite/SqliteStore.ts'
import type { TransactionalStore } from '../../src/storage/drivers/TransactionalStore.ts'
import type { RecordFormat } from '../../src/storage/RecordFormat.ts'
import { layered } from '../../src/storage/remote/layered.ts'
import type {
  RecordAddress,
  SessionStorageDriver,
  StorageSupport,
} from '../../src/types/Storage.ts'
import { at } from '../conformance/driver/places.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'
import { createFaultyFileSystem } from '../conformance/FaultyFileSystem.ts'
import { testMigrations } from '../conformance/testMigrations.ts'
import { setUpRedis } from '../harness/setUpRedis.ts'

const supports: StorageSupport = {
  atomicBatch: true,
  sharedCompareAndSwap: true,
  durable: true,
  watchesOthers: true,
}

/** Counts the steps of a store; from one of them on, none is taken any more. */
function createStop() {
  let steps = 0
  let last = Number.POSITIVE_INFINITY
  let hasStopped = false
  return {
    step(): void {
      if (++steps < last) return
      hasStopped = true
      throw new Error('gone')
    },
    stopAt(k: number): void {
      steps = 0
      last = k
    },
    end(): boolean {
      last = Number.POSITIVE_INFINITY
      return hasStopped
    },
  }
}

function memoryAt(store: MemoryStore, format: RecordFormat): SessionStorageDriver {
  return createTextDriver({ name: 'memory', supports, store: () => store, format })
}

function driverOf(store: TransactionalStore, format: RecordFormat): SessionStorageDriver {
  return createTransactionalDriver({ name: 'test', supports, store, format })
}

const server = setUpRedis()
let count = 0

testMigrations('memory', () => {
  const store = new MemoryStore()
  return {
    open: (format) => memoryAt(store, format),
    raw: {
      read: async (address) => store.read(address),
      write: async (address, text) => store.write([{ address, text }]),
    },
  }
})

testMigrations('encrypted', () => {
  const store = new MemoryStore()
  const secret = new Uint8Array(32).fill(3)
  return {
    open: (format) => encrypted({ storage: memoryAt(store, format), secret, format }),
    raw: {
      read: async (address) => store.read(address),
      write: async (address, text) => store.write([{ address, text }]),
    },
  }
})

testMigrations('localStorage', () => {
  const items = new Map<string, string>()
  const keyOf = (address: RecordAddress) => `test:${localStorageKey.encode(address)}`
  const openOn = (storage: FakeWebStorage, format: RecordFormat) => {
    const store = new LocalStorageStore(storage, 'test')
    return createTextDriver({ name: 'localStorage', supports, store: () => store, format })
  }
  return {
    open: (format) => openOn(new FakeWebStorage(items), format),
    raw: {
      read: async (address) => items.get(keyOf(address)),
      write: async (address, text) => void items.set(keyOf(address), text),
    },
    openStopping(format) {
      const stop = createStop()
      const storage = new FakeWebStorage(items)
      storage.beforeWrite = () => stop.step()
      return { driver: openOn(storage, format), stopAt: stop.stopAt, end: async () => stop.end() }
    },
  }
})

testMigrations('file', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'grantkit-migrations-'))
  const pathOf = (address: RecordAddress) =>
    join(directory, 'records', ...recordPath.encode(address))
  return {
    open: (format) => driverOf(new FileStore(nodeFileSystem, directory, 10_000), format),
    raw: {
      read: (address) => readFile(pathOf(address), 'utf8').catch(() => undefined),
      async write(address, text) {
        await mkdir(dirname(pathOf(address)), { recursive: true })
        await writeFile(pathOf(address), text)
      },
    },
    openStopping(format) {
      const faulty = createFaultyFileSystem()
      return {
        driver: driverOf(new FileStore(faulty.fileSystem, directory, 10_000), format),
        stopAt: (k) => faulty.failAt(k, 'EIO', true),
        end: async () => faulty.heal(),
      }
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
})

testMigrations('sqlite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'grantkit-migrations-'))
  const filename = join(directory, 'sessions.db')
  const table = 'records'
  const openStore = (database?: SqliteDatabase) =>
    new SqliteStore({ database, filename: database ? undefined : filename, table })
  const raw = new Database(filename)
  const keyOf = ({ chainId, account, kind, id }: RecordAddress) =>
    [chainId, account, kind, orderedText.encode(id)] as const
  const where = 'WHERE chain = ? AND account = ? AND kind = ? AND id = ?'
  return {
    open: (format) => driverOf(openStore(), format),
    raw: {
      async read(address) {
        const row = raw.prepare(`SELECT record FROM ${table} ${where}`).get(...keyOf(address))
        return (row as { record: string } | undefined)?.record
      },
      write: async (address, text) =>
        void raw.prepare(`UPDATE ${table} SET record = ? ${where}`).run(text, ...keyOf(address)),
    },
    openStopping(format) {
      const stop = createStop()
      const real = new Database(filename)
      const database: SqliteDatabase = {
        exec(sql) {
          stop.step()
          return real.exec(sql)
        },
        prepare(sql) {
          const statement = real.prepare(sql)
          const counted =
            <parameters extends unknown[], result>(method: (...all: parameters) => result) =>
            (...all: parameters) => {
              stop.step()
              return method.apply(statement, all)
            }
          return {
            get: counted(statement.get),
            all: counted(statement.all),
            run: counted(statement.run),
          }
        },
        close: () => real.close(),
      }
      return {
        driver: driverOf(openStore(database), format),
        stopAt: stop.stopAt,
        async end() {
          real.close()
          return stop.end()
        },
      }
    },
    async remove() {
      raw.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
})

for (const when of ['before', 'after'])
  testMigrations(`redis, which stops ${when} what it was asked for`, () => {
    const prefix = `migrations:${count++}`
    const openStore = (step = () => {}) =>
      new RedisStore(
        {
          async sendCommand(parts) {
            if (when === 'before') step()
            const reply = await server.client.sendCommand(parts)
            if (when === 'after') step()
            return reply
          },
        },
        prefix,
        undefined,
      )
    return {
      open: (format) => driverOf(openStore(), format),
      raw: {
        read: async (address) =>
          (await server.client.hGet(`{${prefix}}:records`, redisField.encode(address))) ??
          undefined,
        write: async (address, text) =>
          void (await server.client.hSet(`{${prefix}}:records`, redisField.encode(address), text)),
      },
      openStopping(format) {
        const stop = createStop()
        return {
          driver: driverOf(openStore(stop.step), format),
          stopAt: stop.stopAt,
          end: async () => stop.end(),
        }
      },
    }
  })

describe('what one storage puts into another', () => {
  const migrations: RecordFormat['migrations'] = {
    1: { session: (_, value) => ({ names: [(value as { name: string }).name] }) },
  }
  const one: RecordFormat = { version: 1, migrations: {} }
  const two: RecordFormat = { version: 2, migrations }

  test('an encrypted value is changed when it is opened, and its version cannot be changed', async () => {
    const store = new MemoryStore()
    const secret = new Uint8Array(32).fill(3)
    const open = (format: RecordFormat) =>
      encrypted({ storage: memoryAt(store, format), secret, format })
    const old = await open(one).put(at('a'), { name: 'x' })
    expect(await open(two).get(at('a'))).toEqual({ ...old, value: { names: ['x'] } })
    await open(two).put(at('a'), { names: ['y'] })
    const below = memoryAt(store, two)
    const stored = (await below.get(at('a')))?.value ?? {}
    const { v, ...sealed } = stored as Record<string, string | number>
    expect(v).toBe(2)
    for (const changed of [sealed, { ...sealed, v: 1 }, { ...sealed, v: '2' }]) {
      await below.put(at('a'), changed)
      await expect(open(two).get(at('a'))).rejects.toThrow(/is damaged/)
    }
    await below.put(at('a'), { ...sealed, v: 3 })
    await expect(open(two).get(at('a'))).rejects.toThrow(StorageVersionError)
    const page = await open(two).list({}, { unreadable: 'report' })
    expect(page.unreadable).toMatchObject([{ address: at('a') }])
  })

  test('a copy of an older version is changed when it is read without the authority', async () => {
    const [authority, cache] = [new MemoryStore(), new MemoryStore()]
    let isAway = false
    const open = (format: RecordFormat) => {
      const real = memoryAt(authority, format)
      const away = async (): Promise<never> => {
        throw new StorageUnavailableError('away', 'wait')
      }
      return layered({
        authority: {
          ...real,
          get: (address) => (isAway ? away() : real.get(address)),
          list: (...all) => (isAway ? away() : real.list(...all)),
        },
        cache: memoryAt(cache, format),
        format,
      })
    }
    const written = await open(one).put(at('a'), { name: 'x' })
    await open(one).list({ chainId: 137 })
    isAway = true
    const expected = { ...written, value: { names: ['x'] } }
    expect(await open(two).get(at('a'))).toEqual(expected)
    expect((await open(two).list({ chainId: 137 })).records).toEqual([expected])
    isAway = false
    expect(await open(two).get(at('a'))).toEqual(expected)
    isAway = true
    expect(await open(two).get(at('a'))).toEqual(expected)
  })
})

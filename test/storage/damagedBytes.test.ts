import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createClient, RESP_TYPES } from 'redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StorageCorruptError } from '../../src/errors/StorageCorruptError.ts'
import { recordPath } from '../../src/storage/drivers/file/recordPath.ts'
import { file } from '../../src/storage/drivers/file.ts'
import { redisField } from '../../src/storage/drivers/redis/redisField.ts'
import { redis } from '../../src/storage/drivers/redis.ts'
import { sqlite } from '../../src/storage/drivers/sqlite.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { expectOldOrKept } from '../conformance/driver/expectOldOrKept.ts'
import { at } from '../conformance/driver/places.ts'
import { startRedis, type TestRedis } from '../harness/startRedis.ts'

/** A store of bytes, of which not all are text. */
interface ByteStore {
  driver: SessionStorageDriver
  read(): Promise<Buffer>
  write(bytes: Buffer): Promise<void>
  remove(): Promise<void>
}

let server: TestRedis
let count = 0

beforeAll(async () => {
  server = await startRedis()
})

afterAll(() => server.stop())

const address = at('a')
/** Characters of one to four bytes, and the one that stands for bytes that are no text. */
const value = { text: 'aé€🔑\ufffd', n: 12 }

const stores: Record<string, () => Promise<ByteStore>> = {
  async file() {
    const directory = await mkdtemp(join(tmpdir(), 'grantkit-bytes-'))
    const path = join(directory, 'records', ...recordPath.encode(address))
    return {
      driver: file({ directory }),
      read: () => readFile(path),
      write: (bytes) => writeFile(path, bytes),
      remove: () => rm(directory, { recursive: true }),
    }
  },

  async sqlite() {
    const database = new Database(':memory:')
    await sqlite({ database }).list({})
    const read = database.prepare('SELECT CAST(record AS BLOB) AS bytes FROM grantkit_records')
    const write = database.prepare('UPDATE grantkit_records SET record = CAST(? AS TEXT)')
    return {
      driver: sqlite({ database }),
      read: async () => (read.get() as { bytes: Buffer }).bytes,
      write: async (bytes) => void write.run(bytes),
      remove: async () => void database.close(),
    }
  },

  async redis() {
    const client = createClient({ url: server.url })
    await client.connect()
    const prefix = `bytes:${count++}`
    const raw = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
    const place = [`{${prefix}}:records`, redisField.encode(address)] as const
    return {
      driver: redis({ client, prefix }),
      read: async () => (await raw.hGet(...place)) ?? Buffer.of(),
      write: async (bytes) => void (await client.hSet(...place, bytes)),
      remove: async () => client.destroy(),
    }
  },
}

describe.each(Object.keys(stores))('%s, byte by byte', (name) => {
  async function withStore(work: (store: ByteStore) => Promise<void>): Promise<void> {
    const store = await (stores[name] as () => Promise<ByteStore>)()
    try {
      await work(store)
    } finally {
      await store.driver.close()
      await store.remove()
    }
  }

  test('truncated, or with any bit flipped, it is an error and stays', () =>
    withStore(async ({ driver, read, write }) => {
      await driver.put(address, value)
      const whole = await read()
      // Latin-1 has one character per byte.
      const raw = {
        read: async () => (await read()).toString('latin1'),
        write: async () => {},
      }
      const old = await raw.read()
      for (let index = 0; index < whole.length; index++)
        for (let bit = -1; bit < 8; bit++) {
          const damaged = bit < 0 ? whole.subarray(0, index) : Buffer.from(whole)
          if (bit >= 0) damaged[index] = (whole[index] ?? 0) ^ (1 << bit)
          await write(damaged)
          expect(await read()).toEqual(damaged)
          await expectOldOrKept({ driver, store: { raw } }, address, old, index + bit + 1)
        }
      await write(whole)
      expect((await driver.get(address))?.value).toEqual(value)
    }))

  test('bytes that are no text are given up by their own revision', () =>
    withStore(async ({ driver, read, write }) => {
      for (const isPut of [false, true]) {
        await driver.put(address, value)
        await write(Buffer.concat([await read(), Buffer.of(0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0)]))
        const error = await driver.get(address).catch((e: unknown) => e)
        const ifRevision = (error as StorageCorruptError).revision
        if (isPut) await driver.put(address, 2, { ifRevision })
        else await driver.delete(address, { ifRevision })
        expect((await driver.get(address))?.value).toBe(isPut ? 2 : undefined)
      }
    }))
})

test('sqlite: bytes in the place of a text are damage, to get and to list', async () => {
  const database = new Database(':memory:')
  const driver = sqlite({ database })
  await driver.put(address, value)
  database.exec('UPDATE grantkit_records SET record = CAST(record AS BLOB)')
  await expect(driver.get(address)).rejects.toThrow(/is damaged/)
  await expect(driver.list({})).rejects.toThrow(/is damaged/)
  database.close()
})

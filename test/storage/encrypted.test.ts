import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { createClient } from 'redis'
import { afterAll, beforeAll } from 'vitest'
import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import { recordPath } from '../../src/storage/drivers/file/recordPath.ts'
import { file } from '../../src/storage/drivers/file.ts'
import { localStorage } from '../../src/storage/drivers/localStorage.ts'
import { localStorageKey } from '../../src/storage/drivers/localStorageKey.ts'
import { orderedText } from '../../src/storage/drivers/orderedText.ts'
import { redisField } from '../../src/storage/drivers/redis/redisField.ts'
import { redis } from '../../src/storage/drivers/redis.ts'
import { sqlite } from '../../src/storage/drivers/sqlite.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'
import { testDriver } from '../conformance/testDriver.ts'
import { startRedis, type TestRedis } from '../harness/startRedis.ts'

const secret = new Uint8Array(32).fill(9)
let server: TestRedis
let client: ReturnType<typeof createClient>
let count = 0

beforeAll(async () => {
  server = await startRedis()
  client = createClient({ url: server.url })
  await client.connect()
})

afterAll(async () => {
  client.destroy()
  await server.stop()
})

testDriver(
  'encrypted, over localStorage',
  () => {
    const storage = new FakeWebStorage()
    const keyOf = (address: RecordAddress) => `grantkit:${localStorageKey.encode(address)}`
    return {
      open: () => encrypted({ storage: localStorage({ storage }), secret }),
      raw: {
        read: async (address) => storage.getItem(keyOf(address)) ?? undefined,
        write: async (address, text) => storage.setItem(keyOf(address), text),
      },
    }
  },
  { runs: 20 },
)

testDriver(
  'encrypted, over sqlite',
  async () => {
    const database = new Database(':memory:')
    await sqlite({ database }).list({})
    const keyOf = ({ chainId, account, kind, id }: RecordAddress) =>
      [chainId, account, kind, orderedText.encode(id)] as const
    const read = database.prepare(
      'SELECT record FROM grantkit_records WHERE chain = ? AND account = ? AND kind = ? AND id = ?',
    )
    const write = database.prepare('INSERT OR REPLACE INTO grantkit_records VALUES (?, ?, ?, ?, ?)')
    return {
      open: () => encrypted({ storage: sqlite({ database }), secret }),
      raw: {
        read: async (address) =>
          (read.get(...keyOf(address)) as { record: string } | undefined)?.record,
        write: async (address, text) => void write.run(...keyOf(address), text),
      },
      remove: async () => void database.close(),
    }
  },
  { runs: 20 },
)

testDriver(
  'encrypted, over redis',
  () => {
    const prefix = `encrypted:${count++}`
    return {
      open: () => encrypted({ storage: redis({ client, prefix }), secret }),
      raw: {
        read: async (address) =>
          (await client.hGet(`{${prefix}}:records`, redisField.encode(address))) ?? undefined,
        async write(address, text) {
          const field = redisField.encode(address)
          await client.hSet(`{${prefix}}:records`, field, text)
          await client.zAdd(`{${prefix}}:index`, { score: 0, value: field })
        },
      },
    }
  },
  { runs: 20 },
)

testDriver(
  'encrypted, over file',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'grantkit-encrypted-'))
    const pathOf = (address: RecordAddress) =>
      join(directory, 'records', ...recordPath.encode(address))
    return {
      open: () => encrypted({ storage: file({ directory }), secret }),
      raw: {
        read: (address) => readFile(pathOf(address), 'utf8').catch(() => undefined),
        async write(address, text) {
          await mkdir(dirname(pathOf(address)), { recursive: true })
          await writeFile(pathOf(address), text)
        },
      },
      remove: () => rm(directory, { recursive: true, force: true }),
    }
  },
  { runs: 5 },
)

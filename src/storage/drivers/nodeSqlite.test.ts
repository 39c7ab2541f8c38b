import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testDriver } from '../../../test/conformance/testDriver.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { RecordAddress } from '../../types/Storage.ts'
import { orderedText } from './orderedText.ts'
import type { SqliteDatabase } from './sqlite/SqliteDatabase.ts'
import { sqlite } from './sqlite.ts'

const builtIn = process.getBuiltinModule('node:sqlite') as unknown as
  | { DatabaseSync: new (filename: string) => SqliteDatabase }
  | undefined

const where = 'WHERE chain = ? AND account = ? AND kind = ? AND id = ?'
const keyOf = ({ chainId, account, kind, id }: RecordAddress) =>
  [chainId, account, kind, orderedText.encode(id)] as const

function rawOf(database: SqliteDatabase) {
  return {
    async read(address: RecordAddress) {
      const found = database.prepare(`SELECT record FROM grantkit_records ${where}`)
      return (found.get(...keyOf(address)) as { record: string } | undefined)?.record
    },
    async write(address: RecordAddress, text: string) {
      const put = 'INSERT OR REPLACE INTO grantkit_records VALUES (?, ?, ?, ?, ?)'
      database.prepare(put).run(...keyOf(address), text)
    },
  }
}

/** With the SQLite that Node brings along. */
function testNodeSqlite(open: (filename: string) => SqliteDatabase): void {
  testDriver('node:sqlite, in memory', async () => {
    const database = open(':memory:')
    await sqlite({ database }).list({})
    return {
      open: () => sqlite({ database }),
      raw: rawOf(database),
      remove: async () => void database.close(),
    }
  })

  testDriver(
    'node:sqlite, on a file with a connection for each handle',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'grantkit-node-sqlite-'))
      const connections: SqliteDatabase[] = []
      const connect = () => {
        const database = open(join(directory, 'sessions.db'))
        database.exec('PRAGMA busy_timeout = 10000')
        database.exec('PRAGMA journal_mode = WAL')
        connections.push(database)
        return database
      }
      const raw = connect()
      await sqlite({ database: raw }).list({})
      return {
        open: () => sqlite({ database: connect() }),
        raw: rawOf(raw),
        async remove() {
          for (const database of connections) database.close()
          await rm(directory, { recursive: true, force: true })
        },
      }
    },
    { runs: 20 },
  )

  describe('node:sqlite', () => {
    const address = {
      chainId: 1,
      account: `0x${'1'.repeat(40)}`,
      kind: 'session',
      id: 'a',
    } as const

    test('a full database refuses a batch whole, and takes a smaller one', async () => {
      const database = open(':memory:')
      const driver = sqlite({ database })
      await driver.put(address, 'small')
      const { page_count: pages } = database.prepare('PRAGMA page_count').get() as {
        page_count: number
      }
      database.exec(`PRAGMA max_page_count = ${pages + 3}`)
      await expect(
        driver.batch([
          { type: 'put', address, value: 'changed' },
          { type: 'put', address: { ...address, id: 'b' }, value: 'x'.repeat(100_000) },
        ]),
      ).rejects.toThrow(StorageQuotaError)
      expect((await driver.get(address))?.value).toBe('small')
      await driver.put(address, 'again')
      expect((await driver.list({})).records).toHaveLength(1)
    })

    test('a database that another holds, or that is closed, is a typed error', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'grantkit-node-sqlite-'))
      const filename = join(directory, 'sessions.db')
      const [one, other] = [open(filename), open(filename)]
      const driver = sqlite({ database: one })
      await driver.put(address, 1)
      other.exec('BEGIN IMMEDIATE')
      await expect(driver.put(address, 2)).rejects.toThrow(/Another process holds the database/)
      expect((await driver.get(address))?.value).toBe(1)
      other.exec('COMMIT')
      await driver.put(address, 2)
      one.close()
      await expect(driver.get(address)).rejects.toThrow(StorageUnavailableError)
      other.close()
      await rm(directory, { recursive: true })
    })

    test('is taken where better-sqlite3 does not load', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'grantkit-node-sqlite-'))
      const filename = join(directory, 'sessions.db')
      const driver = sqlite({ filename })
      await driver.put(address, 1)
      await driver.close()
      const again = open(filename)
      expect(await rawOf(again).read(address)).toContain('1')
      again.close()
      await rm(directory, { recursive: true })
    })
  })
}

if (builtIn) testNodeSqlite((filename) => new builtIn.DatabaseSync(filename))
else test.skip(`node:sqlite: Node ${process.versions.node} has none, 22.13 and later do`, () => {})

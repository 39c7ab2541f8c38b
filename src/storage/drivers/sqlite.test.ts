import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { testDriver } from '../../../test/conformance/testDriver.ts'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { RecordAddress } from '../../types/Storage.ts'
import { orderedText } from './orderedText.ts'
import { sqlite } from './sqlite.ts'

const nowhere = { chainId: 9, account: `0x${'9'.repeat(40)}`, kind: 'state', id: '' } as const
const where = 'WHERE chain = ? AND account = ? AND kind = ? AND id = ?'

function rawOf(database: Database.Database, table: string) {
  const keyOf = ({ chainId, account, kind, id }: RecordAddress) => [
    chainId,
    account,
    kind,
    orderedText.encode(id),
  ]
  return {
    async read(address: RecordAddress) {
      const row = database.prepare(`SELECT record FROM ${table} ${where}`).get(...keyOf(address))
      return (row as { record: string } | undefined)?.record
    },
    async write(address: RecordAddress, text: string) {
      database
        .prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?, ?)`)
        .run(...keyOf(address), text)
    },
  }
}

testDriver(
  'sqlite, by its file',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'grantkit-sqlite-'))
    const filename = join(directory, 'sessions.db')
    const first = sqlite({ filename })
    await first.list({})
    await first.close()
    const database = new Database(filename)
    return {
      open: () => sqlite({ filename }),
      raw: rawOf(database, 'grantkit_records'),
      async remove() {
        database.close()
        await rm(directory, { recursive: true, force: true })
      },
    }
  },
  { runs: 20 },
)

testDriverVariants(
  'sqlite, in the caller’s database',
  async () => {
    const database = new Database(':memory:')
    const rawAt = async (table = 'grantkit_records') => {
      // So that there is a table to look into.
      await sqlite({ database, table }).get(nowhere)
      return rawOf(database, table)
    }
    return {
      open: (table) => sqlite({ database, table }),
      raw: {
        read: async (table, address) => (await rawAt(table)).read(address),
        write: async (table, address, text) => (await rawAt(table)).write(address, text),
      },
      remove: async () => void database.close(),
    }
  },
  { runs: 50, prefixes: ['shop_1', 'shop_', 'shop_11', 'shop', '_'] },
)

describe('sqlite', () => {
  const address = { chainId: 1, account: `0x${'1'.repeat(40)}`, kind: 'session', id: 'a' } as const

  test('needs a file or a database, and a plain name for the table', () => {
    expect(() => sqlite({})).toThrow(InvalidParameterError)
    expect(() => sqlite({ filename: 'x', database: new Database(':memory:') })).toThrow(
      InvalidParameterError,
    )
    expect(() => sqlite({ filename: 'x', table: 'a; drop table b' })).toThrow(InvalidParameterError)
  })

  test('the caller’s database stays open', async () => {
    const database = new Database(':memory:')
    const driver = sqlite({ database })
    await driver.put(address, 1)
    await driver.close()
    expect((await sqlite({ database }).get(address))?.value).toBe(1)
  })

  test('what it cannot open is a typed error, and tried again', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'grantkit-sqlite-'))
    const driver = sqlite({ filename: join(directory, 'missing', 'sessions.db') })
    await expect(driver.get(address)).rejects.toThrow(StorageUnavailableError)
    await expect(driver.get(address)).rejects.toThrow(/refused to work/)
    await rm(directory, { recursive: true })
  })

  test('a full database refuses a batch whole, and takes a smaller one', async () => {
    const database = new Database(':memory:')
    const driver = sqlite({ database })
    await driver.put(address, 'small')
    const pages = (database.pragma('page_count', { simple: true }) as number) + 3
    database.pragma(`max_page_count = ${pages}`)
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

  test('a damaged file is a typed error', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'grantkit-sqlite-'))
    const filename = join(directory, 'sessions.db')
    await writeFile(filename, 'this is no database, and it is long enough to be looked at')
    await expect(sqlite({ filename }).get(address)).rejects.toThrow(StorageUnavailableError)
    expect(await readFile(filename, 'utf8')).toContain('this is no database')
    await rm(directory, { recursive: true })
  })
})

import type { Address } from 'viem'
import { BaseError } from '../../../errors/BaseError.ts'
import { StorageQuotaError } from '../../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { RecordAddress, RecordKind, RecordPrefix } from '../../../types/Storage.ts'
import type { StoredText } from '../../pageOf.ts'
import { Watchers } from '../../Watchers.ts'
import { orderedText } from '../orderedText.ts'
import type { Decision, TransactionalStore } from '../TransactionalStore.ts'
import { openSqlite } from './openSqlite.ts'
import type { SqliteDatabase, SqliteStatement } from './SqliteDatabase.ts'

export interface SqliteStoreParameters {
  /** The caller's; it is not closed. */
  database: SqliteDatabase | undefined
  /** Opened instead at first use. */
  filename: string | undefined
  table: string
}

interface Row {
  chain: number
  account: string
  kind: string
  id: string
  record: unknown
}

interface Session {
  database: SqliteDatabase
  get: SqliteStatement
  put: SqliteStatement
  remove: SqliteStatement
  version: SqliteStatement
}

/** How often to look whether others wrote, milliseconds, while somebody watches. */
const pollingInterval = 50

/** Handles on one connection hear of each other here: the database does not tell them. */
const byDatabase = new WeakMap<SqliteDatabase, Watchers>()

/** Records as rows. Ids are stored in a form whose bytes sort as the ids do. */
export class SqliteStore implements TransactionalStore {
  readonly #parameters: SqliteStoreParameters
  readonly #watchers: Watchers
  #session: Session | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  #count = 0
  /** The state of the database that the watchers know of. */
  #seen: unknown

  constructor(parameters: SqliteStoreParameters) {
    const { database } = parameters
    this.#parameters = parameters
    this.#watchers = (database && byDatabase.get(database)) ?? new Watchers()
    if (database) byDatabase.set(database, this.#watchers)
  }

  async read(address: RecordAddress): Promise<string | undefined> {
    return this.#guard((session) => textAt(session, address))
  }

  async transact<result>(
    addresses: readonly RecordAddress[],
    decide: (stored: readonly (string | undefined)[]) => Decision<result>,
  ): Promise<result> {
    return this.#guard((session) => {
      const { database, put, remove } = session
      // Takes the right to write at once: between reading and writing nobody else gets in.
      database.exec('BEGIN IMMEDIATE')
      try {
        const { changes, result } = decide(addresses.map((address) => textAt(session, address)))
        for (const { address, text } of changes)
          if (text === undefined) remove.run(...keyOf(address))
          else put.run(...keyOf(address), text)
        database.exec('COMMIT')
        return result
      } catch (error) {
        try {
          database.exec('ROLLBACK')
        } catch {
          // SQLite has rolled back by itself, as it does when the disk is full.
        }
        throw error
      }
    })
  }

  async scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): Promise<readonly StoredText[]> {
    const { chainId, account, kind } = prefix
    const conditions: string[] = []
    const values: (string | number)[] = []
    for (const [column, value] of Object.entries({ chain: chainId, account, kind }))
      if (value !== undefined) {
        conditions.push(`${column} = ?`)
        values.push(value)
      }
    if (after) {
      conditions.push('(chain, account, kind, id) > (?, ?, ?, ?)')
      values.push(...keyOf(after))
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    return this.#guard(({ database }) => {
      const rows = database
        .prepare(
          `SELECT chain, account, kind, id, record FROM ${this.#parameters.table} ${where}
           ORDER BY chain, account, kind, id LIMIT ?`,
        )
        .all(...values, limit) as Row[]
      return rows.flatMap((row) => {
        const address = addressOf(row)
        return address ? [{ address, text: textOf(row) }] : []
      })
    })
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    // Now, so that a write from here on is noticed.
    if (this.#count++ === 0) {
      this.#seen = this.#guard(readVersion)
      this.#timer = setInterval(() => this.#look(), pollingInterval)
      // Waiting for hints must not keep a process alive.
      this.#timer.unref?.()
    }
    const stop = this.#watchers.add(prefix, listener)
    let active = true
    return () => {
      if (!active) return
      active = false
      stop()
      if (--this.#count === 0) clearInterval(this.#timer)
    }
  }

  notify(changed: readonly RecordAddress[]): void {
    this.#watchers.notify(changed)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    if (this.#parameters.filename !== undefined) this.#session?.database.close()
  }

  #look(): void {
    try {
      const found = this.#guard(readVersion)
      if (found !== this.#seen) this.#watchers.notify([{}])
      this.#seen = found
    } catch {
      // It shows at the next read; this is for hints alone.
    }
  }

  #guard<result>(work: (session: Session) => result): result {
    try {
      this.#session ??= this.#open()
      return work(this.#session)
    } catch (error) {
      throw translate(error)
    }
  }

  #open(): Session {
    const { table, filename } = this.#parameters
    const database = this.#parameters.database ?? openSqlite(filename ?? '')
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${table} (
         chain INTEGER NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
         record TEXT NOT NULL, PRIMARY KEY (chain, account, kind, id)) WITHOUT ROWID`,
    )
    const where = 'WHERE chain = ? AND account = ? AND kind = ? AND id = ?'
    return {
      database,
      get: database.prepare(`SELECT record FROM ${table} ${where}`),
      put: database.prepare(
        `INSERT INTO ${table} (chain, account, kind, id, record) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (chain, account, kind, id) DO UPDATE SET record = excluded.record`,
      ),
      remove: database.prepare(`DELETE FROM ${table} ${where}`),
      version: database.prepare('PRAGMA data_version'),
    }
  }
}

/** Changes when another connection has written. */
function readVersion({ version }: Session): unknown {
  return Object.values(version.get() as object)[0]
}

function textAt({ get }: Session, address: RecordAddress): string | undefined {
  const row = get.get(...keyOf(address)) as Pick<Row, 'record'> | undefined
  return row && textOf(row)
}

/** What is no text reads as an empty envelope, which is a damaged one. */
function textOf({ record }: Pick<Row, 'record'>): string {
  return typeof record === 'string' ? record : ''
}

function keyOf({ chainId, account, kind, id }: RecordAddress): [number, string, string, string] {
  return [chainId, account, kind, orderedText.encode(id)]
}

function addressOf({ chain, account, kind, id }: Row): RecordAddress | undefined {
  const decoded = orderedText.decode(id)
  if (decoded === undefined) return undefined
  return { chainId: chain, account: account as Address, kind: kind as RecordKind, id: decoded }
}

function translate(error: unknown): unknown {
  if (error instanceof BaseError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'SQLITE_FULL' || message.includes('database or disk is full'))
    return new StorageQuotaError('sqlite', { cause: error })
  const isBusy = code.startsWith('SQLITE_BUSY') || message.includes('database is locked')
  return new StorageUnavailableError(
    'The SQLite storage refused to work.',
    isBusy
      ? 'Another process holds the database for a long time. Try again, and look for a transaction that is left open.'
      : 'Look at the database file, its directory and the disk.',
    { cause: error, details: [code, message].filter(Boolean).join(': ') },
  )
}

import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { createTransactionalDriver } from './createTransactionalDriver.ts'
import type { SqliteDatabase } from './sqlite/SqliteDatabase.ts'
import { SqliteStore } from './sqlite/SqliteStore.ts'

export interface SqliteParameters {
  /** The database's file, or `:memory:`. Opened at first use, closed with the driver. */
  filename?: string | undefined
  /**
   * An open database of `better-sqlite3` or `node:sqlite` instead; it stays open, and how safely it
   * writes (`journal_mode`, `synchronous`) is for its owner to set.
   */
  database?: SqliteDatabase | undefined
  /** @default 'grantkit_records' */
  table?: string | undefined
}

/**
 * Keeps sessions in a table of SQLite, for Node. Give a `filename` and install `better-sqlite3`; in
 * Node 22.13 and later the built-in `node:sqlite` does as well. Opened by its name, the database is
 * in WAL mode and flushed to disk at every write (`synchronous = FULL`), and several processes of
 * one machine may share it.
 *
 * @throws InvalidParameterError when there is neither or both of `filename` and `database`.
 *
 * @example
 * const config = createSessionConfig({ storage: sqlite({ filename: './sessions.db' }), vault, bundler })
 */
export function sqlite({
  filename,
  database,
  table = 'grantkit_records',
}: SqliteParameters): SessionStorageDriver {
  if ((filename === undefined) === (database === undefined))
    throw new InvalidParameterError({
      parameter: 'filename',
      problem: 'or `database` must be given, and not both',
      fix: 'Give `sqlite({ filename: "./sessions.db" })`, or an open database.',
    })
  if (!/^[A-Za-z_]\w{0,60}$/.test(table))
    throw new InvalidParameterError({
      parameter: 'table',
      problem: 'is no plain name of a table',
      fix: 'Use letters, digits and underscores.',
    })
  return createTransactionalDriver({
    name: 'sqlite',
    supports: {
      atomicBatch: true,
      sharedCompareAndSwap: true,
      durable: filename !== ':memory:' && filename !== '',
      watchesOthers: true,
    },
    store: new SqliteStore({ database, filename, table }),
  })
}

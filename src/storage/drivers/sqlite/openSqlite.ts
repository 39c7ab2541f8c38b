import { createRequire } from 'node:module'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { SqliteDatabase } from './SqliteDatabase.ts'

type Constructor = new (filename: string) => SqliteDatabase

/** Opens a database by whichever SQLite there is, ready for several processes at once. */
export function openSqlite(filename: string): SqliteDatabase {
  const Database = findBetterSqlite() ?? findNodeSqlite()
  if (!Database)
    throw new StorageUnavailableError(
      'There is no SQLite here.',
      'Install `better-sqlite3`, or run Node 22.13 or later.',
    )
  const database = new Database(filename)
  database.exec('PRAGMA busy_timeout = 10000')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  return database
}

function findBetterSqlite(): Constructor | undefined {
  try {
    return createRequire(import.meta.url)('better-sqlite3') as Constructor
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')
      return undefined
    throw error
  }
}

/** Node 20 does not have it, and answers `undefined`. */
function findNodeSqlite(): Constructor | undefined {
  const module = process.getBuiltinModule('node:sqlite') as unknown
  return (module as { DatabaseSync: Constructor } | undefined)?.DatabaseSync
}

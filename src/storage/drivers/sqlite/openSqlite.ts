import { createRequire } from 'node:module'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { SqliteDatabase } from './SqliteDatabase.ts'

type Constructor = new (filename: string) => SqliteDatabase

/** Opens a database by whichever SQLite there is, ready for several processes at once. */
export function openSqlite(filename: string): SqliteDatabase {
  const database = openBetterSqlite(filename) ?? openNodeSqlite(filename)
  if (!database)
    throw new StorageUnavailableError(
      'There is no SQLite here.',
      'Install `better-sqlite3`, or run Node 22.13 or later.',
    )
  database.exec('PRAGMA busy_timeout = 10000')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  return database
}

function openBetterSqlite(filename: string): SqliteDatabase | undefined {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3') as Constructor
    return new Database(filename)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'MODULE_NOT_FOUND') return undefined
    // It is there, and was built for another Node.
    if (code === 'ERR_DLOPEN_FAILED' && findNodeSqlite()) return undefined
    throw error
  }
}

function openNodeSqlite(filename: string): SqliteDatabase | undefined {
  const Database = findNodeSqlite()
  return Database && new Database(filename)
}

/** Node 20 does not have it, and answers `undefined`. */
function findNodeSqlite(): Constructor | undefined {
  const module = process.getBuiltinModule('node:sqlite') as unknown
  return (module as { DatabaseSync: Constructor } | undefined)?.DatabaseSync
}

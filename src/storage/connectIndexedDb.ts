import { type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb'
import { BaseError } from '../errors/BaseError.ts'
import { ForeignDatabaseError } from '../errors/databaseErrors.ts'
import { StorageQuotaError } from '../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../errors/StorageUnavailableError.ts'
import { StorageVersionError } from '../errors/StorageVersionError.ts'

export interface ConnectIndexedDbParameters {
  name: string
  /** The version of the schema. */
  version: number
  /** The object stores that `upgrade` makes: without one of them it is somebody else's database. */
  stores: readonly string[]
  /**
   * Brings the schema from an older version to this one, in one transaction: when it is cut short
   * the old schema and all data stay, and the next opening begins anew. It awaits nothing else.
   */
  upgrade: NonNullable<OpenDBCallbacks<unknown>['upgrade']>
}

/** A connection that is opened when it is first used, and again when it was lost. */
export interface IndexedDbConnection {
  /**
   * Runs `work` on the open database; once more on a new connection if this one was lost under it.
   * So what `work` writes must come out the same when it is repeated.
   */
  run<result>(work: (database: IDBPDatabase) => Promise<result>): Promise<result>
  close(): Promise<void>
}

/** How long another tab may hold up the opening before it is called blocked. */
const blockedTimeout = 5_000

/** A lost connection shows as the first; the others are how its transactions end. */
const lostNames = new Set(['InvalidStateError', 'AbortError', 'UnknownError'])

/** An IndexedDB database that survives what browsers do to connections. */
export function connectIndexedDb({
  name,
  version,
  stores,
  upgrade,
}: ConnectIndexedDbParameters): IndexedDbConnection {
  let connection: Promise<IDBPDatabase> | undefined
  let closed = false

  function connect(): Promise<IDBPDatabase> {
    if (closed) return Promise.reject(wasClosed())
    if (!connection) {
      const opening = open(() => forget(opening))
      connection = opening
      // A failed opening is not remembered: the next use tries again.
      opening.catch(() => forget(opening))
    }
    return connection
  }

  function forget(lost: Promise<IDBPDatabase>): void {
    if (connection === lost) connection = undefined
  }

  async function open(onLost: () => void): Promise<IDBPDatabase> {
    requireIndexedDb()
    return await new Promise<IDBPDatabase>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let givenUp = false
      openDB(name, version, {
        upgrade(...parameters) {
          const [, , , transaction] = parameters
          // That it was cut short shows as the opening's failure; here it would be unhandled.
          transaction.done.catch(() => {})
          // What an upgrade that fails has done so far must not stay.
          ;(async () => upgrade(...parameters))().catch(() => {
            try {
              transaction.abort()
            } catch {
              // It has ended already.
            }
          })
        },
        blocked() {
          timer = setTimeout(() => {
            givenUp = true
            reject(
              new StorageUnavailableError(
                `Another tab keeps the database "${name}" from being opened.`,
                'Close or reload the other tabs of this site, and try again.',
              ),
            )
          }, blockedTimeout)
        },
        // Another tab upgrades or deletes the database: make way; the next use opens it again.
        blocking(_current, _blocked, event) {
          onLost()
          ;(event.target as IDBDatabase | null)?.close()
        },
        terminated: onLost,
      }).then(
        (database) => {
          clearTimeout(timer)
          const missing = stores.filter((store) => !database.objectStoreNames.contains(store))
          // Left open it would block others, and whoever deletes it. For `givenUp` it is too late.
          if (givenUp || missing.length) database.close()
          if (missing.length) reject(new ForeignDatabaseError({ database: name, missing }))
          else if (!givenUp) resolve(database)
        },
        (error) => {
          clearTimeout(timer)
          reject(error)
        },
      )
    })
  }

  return {
    async run(work) {
      try {
        const attempt = connect()
        try {
          return await work(await attempt)
        } catch (error) {
          if (closed || !isLost(error)) throw error
          // The platform does not always tell that a connection is gone.
          forget(attempt)
          attempt.then((database) => database.close()).catch(() => {})
          return await work(await connect())
        }
      } catch (error) {
        throw translate(error, version)
      }
    },

    async close() {
      closed = true
      const last = connection
      connection = undefined
      // An opening that failed has told whoever started it.
      const database = await last?.catch(() => undefined)
      database?.close()
    },
  }
}

function requireIndexedDb(): void {
  let found: IDBFactory | undefined
  try {
    found = globalThis.indexedDB
  } catch (cause) {
    throw unavailable(cause)
  }
  if (!found) throw unavailable()
}

function isLost(error: unknown): boolean {
  return error instanceof DOMException && lostNames.has(error.name)
}

function wasClosed(): StorageUnavailableError {
  return new StorageUnavailableError(
    'The IndexedDB storage was closed.',
    'Make a new driver, or close this one later.',
  )
}

function unavailable(cause?: unknown): StorageUnavailableError {
  return new StorageUnavailableError(
    'There is no IndexedDB here.',
    'On a server use another driver; in a browser, leave private mode or allow this site to store data, or use `memory()`.',
    { cause },
  )
}

function translate(error: unknown, version: number): unknown {
  if (error instanceof BaseError || !(error instanceof DOMException)) return error
  if (error.name === 'QuotaExceededError')
    return new StorageQuotaError('IndexedDB', { cause: error })
  if (error.name === 'VersionError')
    return new StorageVersionError({ supported: version, cause: error })
  return new StorageUnavailableError(
    'IndexedDB refused to work.',
    'Reload the page. If it stays so, leave private mode, allow this site to store data, or use `memory()`.',
    { cause: error, details: `${error.name}: ${error.message}` },
  )
}

import type { IDBPDatabase } from 'idb'
import type { RecordAddress, RecordPrefix, SessionStorageDriver } from '../../types/Storage.ts'
import { connectIndexedDb } from '../connectIndexedDb.ts'
import { decodeRecord } from '../decodeRecord.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { pageOf } from '../pageOf.ts'
import { type PreparedOperation, prepareOperations } from '../prepareOperations.ts'
import { type ResolvedOperation, resolveOperations } from '../resolveOperations.ts'
import { createSharedWatchers } from './createSharedWatchers.ts'
import { requestPersistence } from './requestPersistence.ts'

export interface IndexedDbParameters {
  /** The name of the database. @default 'grantkit' */
  name?: string | undefined
  /**
   * Whether to ask the browser, once and at the first write, not to delete this site's data when
   * space runs short. Firefox shows the user a prompt for it; other browsers decide by themselves.
   * @default true
   */
  persist?: boolean | undefined
}

/** A row of the object store: the key's four parts, and the record's envelope. */
interface Row extends RecordAddress {
  record: string
}

const storeName = 'records'

/**
 * Keeps sessions in IndexedDB: the default in browsers. Writes are transactions that are flushed to
 * disk before they count, so neither a second tab nor a crash loses an update, and other tabs hear
 * of changes at once.
 *
 * @example
 * const config = createSessionConfig({ storage: indexedDb(), vault: deviceVault(), bundler })
 */
export function indexedDb({
  name = 'grantkit',
  persist = true,
}: IndexedDbParameters = {}): SessionStorageDriver {
  const connection = connectIndexedDb({
    name,
    version: 1,
    upgrade(database) {
      database.createObjectStore(storeName, { keyPath: ['chainId', 'account', 'kind', 'id'] })
    },
  })
  const watchers = createSharedWatchers(`grantkit:${name}`)
  let persistenceRequested = !persist

  const driver: SessionStorageDriver = {
    name: 'indexedDb',

    get supports() {
      return {
        atomicBatch: true,
        sharedCompareAndSwap: true,
        durable: true,
        watchesOthers: typeof globalThis.BroadcastChannel === 'function',
      }
    },

    async get(address) {
      const where = normalizeAddress(address)
      const row: unknown = await connection.run((database) => database.get(storeName, keyOf(where)))
      return row === undefined ? undefined : decodeRecord(where, textOf(row))
    },

    async put(address, value, options = {}) {
      const [record] = await driver.batch([
        { type: 'put', address, value, ifRevision: options.ifRevision },
      ])
      // A put always yields its record; this tells the compiler.
      if (!record) throw new Error('unreachable')
      return record
    },

    async delete(address, options = {}) {
      await driver.batch([{ type: 'delete', address, ifRevision: options.ifRevision }])
    },

    async list(prefix, options = {}) {
      const below = normalizePrefix(prefix)
      const { after, limit, unreadable } = normalizeListOptions(options)
      const rows: unknown[] = await connection.run(async (database) => {
        const range = rangeOf(below, after)
        return range ? await database.getAll(storeName, range, limit + 1) : []
      })
      const stored = rows.map((row) => ({ address: addressOf(row as Row), text: textOf(row) }))
      return pageOf(stored, limit, unreadable)
    },

    async batch(operations) {
      // All that is no IndexedDB is done before the transaction, which would end during it.
      const prepared = prepareOperations(operations)
      const resolved = await connection.run((database) => writeAll(database, prepared))
      const changed = resolved.flatMap(({ change }) => (change ? [change.address] : []))
      if (changed.length > 0) {
        watchers.notify(changed)
        if (!persistenceRequested) requestPersistence()
        persistenceRequested = true
      }
      return resolved.map(({ result }) => result)
    },

    watch(prefix, listener) {
      return watchers.add(normalizePrefix(prefix), listener)
    },

    async close() {
      watchers.close()
      await connection.close()
    },
  }
  return driver
}

/** One transaction: reads, decides, writes, and resolves when all of it is on disk. */
async function writeAll(
  database: IDBPDatabase,
  operations: readonly PreparedOperation[],
): Promise<readonly ResolvedOperation[]> {
  const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' })
  const { store, done } = transaction
  // It rejects on every abort; the paths below that matter await it themselves.
  done.catch(() => {})
  try {
    const rows: unknown[] = await Promise.all(
      operations.map(({ address }) => store.get(keyOf(address))),
    )
    const resolved = resolveOperations(
      operations,
      rows.map((row) => (row === undefined ? undefined : textOf(row))),
    )
    const writes = resolved.flatMap(({ change }): Promise<unknown>[] => {
      if (!change) return []
      const { address, text } = change
      return [
        text === undefined
          ? store.delete(keyOf(address))
          : store.put({ ...address, record: text } satisfies Row),
      ]
    })
    await Promise.all([...writes, done])
    return resolved
  } catch (error) {
    try {
      transaction.abort()
    } catch {
      // It has ended already.
    }
    // Requests that an abort took with it all say AbortError; the transaction knows why.
    throw isAbort(error) ? (transaction.error ?? error) : error
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

function keyOf({ chainId, account, kind, id }: RecordAddress): [number, string, string, string] {
  return [chainId, account, kind, id]
}

function addressOf({ chainId, account, kind, id }: Row): RecordAddress {
  return { chainId, account, kind, id }
}

/** A row that is no row reads as an empty envelope, which is a damaged one. */
function textOf(row: unknown): string {
  const { record } = row as Partial<Row>
  return typeof record === 'string' ? record : ''
}

/** The keys below a prefix and behind a record; `undefined` when there can be none. */
function rangeOf(prefix: RecordPrefix, after: RecordAddress | undefined): IDBKeyRange | undefined {
  const { chainId, account, kind } = prefix
  const lower = [chainId, account, kind].filter((part) => part !== undefined)
  // An array sorts behind every number and string.
  const upper = [...lower, []]
  const { cmp } = globalThis.indexedDB
  const compare = cmp.bind(globalThis.indexedDB)
  if (!after || compare(keyOf(after), lower) < 0) return IDBKeyRange.bound(lower, upper)
  if (compare(keyOf(after), upper) >= 0) return undefined
  return IDBKeyRange.bound(keyOf(after), upper, true)
}

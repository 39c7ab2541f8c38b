import type { IDBPDatabase } from 'idb'
import type { RecordAddress, RecordPrefix } from '../../../types/Storage.ts'
import { connectIndexedDb, type IndexedDbConnection } from '../../connectIndexedDb.ts'
import type { StoredText } from '../../pageOf.ts'
import { createSharedWatchers, type SharedWatchers } from '../createSharedWatchers.ts'
import { requestPersistence } from '../requestPersistence.ts'
import type { Decision, TransactionalStore } from '../TransactionalStore.ts'

/** A row of the object store: the key's four parts, and the record's envelope. */
interface Row extends RecordAddress {
  record: string
}

const storeName = 'records'

/** Records as rows of one object store, whose key is the record's address. */
export class IndexedDbStore implements TransactionalStore {
  readonly #connection: IndexedDbConnection
  readonly #watchers: SharedWatchers
  #persistenceRequested: boolean

  /** @param persist Whether to ask the browser, at the first write, to keep this site's data. */
  constructor(name: string, persist: boolean) {
    this.#connection = connectIndexedDb({
      name,
      version: 1,
      stores: [storeName],
      upgrade(database) {
        database.createObjectStore(storeName, { keyPath: ['chainId', 'account', 'kind', 'id'] })
      },
    })
    this.#watchers = createSharedWatchers(`grantkit:${name}`)
    this.#persistenceRequested = !persist
  }

  async read(address: RecordAddress): Promise<string | undefined> {
    return textOf(await this.#connection.run((database) => database.get(storeName, keyOf(address))))
  }

  transact<result>(
    addresses: readonly RecordAddress[],
    decide: (stored: readonly (string | undefined)[]) => Decision<result>,
  ): Promise<result> {
    return this.#connection.run((database) => transact(database, addresses, decide))
  }

  async scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): Promise<readonly StoredText[]> {
    const rows: unknown[] = await this.#connection.run(async (database) => {
      const range = rangeOf(prefix, after)
      return range ? await database.getAll(storeName, range, limit) : []
    })
    return rows.map((row) => ({ address: addressOf(row as Row), text: textOf(row) ?? '' }))
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    return this.#watchers.add(prefix, listener)
  }

  notify(changed: readonly RecordAddress[]): void {
    this.#watchers.notify(changed)
    if (!this.#persistenceRequested) requestPersistence()
    this.#persistenceRequested = true
  }

  async close(): Promise<void> {
    this.#watchers.close()
    await this.#connection.close()
  }
}

/** One transaction: reads, decides, writes, and resolves when all of it is on disk. */
async function transact<result>(
  database: IDBPDatabase,
  addresses: readonly RecordAddress[],
  decide: (stored: readonly (string | undefined)[]) => Decision<result>,
): Promise<result> {
  const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' })
  const { store, done } = transaction
  // It rejects on every abort; the paths below that matter await it themselves.
  done.catch(() => {})
  try {
    const rows: unknown[] = await Promise.all(addresses.map((address) => store.get(keyOf(address))))
    const { changes, result } = decide(rows.map(textOf))
    const writes = changes.map(
      ({ address, text }): Promise<unknown> =>
        text === undefined
          ? store.delete(keyOf(address))
          : store.put({ ...address, record: text } satisfies Row),
    )
    await Promise.all([...writes, done])
    return result
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
function textOf(row: unknown): string | undefined {
  if (row === undefined) return undefined
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

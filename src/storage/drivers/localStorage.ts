import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { createTextDriver } from './createTextDriver.ts'
import { LocalStorageStore } from './LocalStorageStore.ts'

/** What `localStorage` needs of a web storage. */
export type WebStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export interface LocalStorageParameters {
  /** What the keys begin with. @default 'grantkit' */
  prefix?: string | undefined
  /** @default globalThis.localStorage, looked up at first use */
  storage?: WebStorage | undefined
}

/** One store per storage and prefix, so that handles in one page hear of each other's writes. */
const stores = new WeakMap<WebStorage, Map<string, LocalStorageStore>>()

/**
 * Keeps each record in a key of its own in localStorage, for environments without IndexedDB. For
 * **one tab at a time**: localStorage has no transaction, so two tabs that write at once can lose
 * an update, also with Web Locks. Prefer `indexedDb()`.
 *
 * @example
 * const config = createSessionConfig({ storage: localStorage({ prefix: 'shop' }), bundler })
 */
export function localStorage({
  prefix = 'grantkit',
  storage,
}: LocalStorageParameters = {}): SessionStorageDriver {
  let store: LocalStorageStore | undefined
  return createTextDriver({
    name: 'localStorage',
    supports: {
      atomicBatch: true,
      sharedCompareAndSwap: false,
      durable: true,
      watchesOthers: true,
      webLocks: true,
    },
    store() {
      store ??= storeFor(storage ?? defaultStorage(), prefix)
      return store
    },
  })
}

function storeFor(storage: WebStorage, prefix: string): LocalStorageStore {
  const byPrefix = stores.get(storage) ?? new Map<string, LocalStorageStore>()
  stores.set(storage, byPrefix)
  const store = byPrefix.get(prefix) ?? new LocalStorageStore(storage, prefix)
  byPrefix.set(prefix, store)
  return store
}

function defaultStorage(): WebStorage {
  try {
    const found = globalThis.localStorage
    if (found) return found
  } catch (cause) {
    // Reading the property throws where the user blocks site data.
    throw unavailable(cause)
  }
  throw unavailable()
}

function unavailable(cause?: unknown): StorageUnavailableError {
  return new StorageUnavailableError(
    'There is no localStorage here.',
    'On a server use another driver; in a browser, allow this site to store data, or use `memory()`.',
    { cause },
  )
}

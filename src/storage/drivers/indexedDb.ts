import type { SessionStorageDriver } from '../../types/Storage.ts'
import { createTransactionalDriver } from './createTransactionalDriver.ts'
import { IndexedDbStore } from './indexedDb/IndexedDbStore.ts'

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
  return createTransactionalDriver({
    name: 'indexedDb',
    supports: {
      atomicBatch: true,
      sharedCompareAndSwap: true,
      durable: true,
      // Asked anew: a driver may be made where there is no browser, and used where there is.
      webLocks: true,
      get watchesOthers() {
        return typeof globalThis.BroadcastChannel === 'function'
      },
    },
    store: new IndexedDbStore(name, persist),
  })
}

import type { SessionStorageDriver } from '../../types/Storage.ts'
import { createTextDriver } from './createTextDriver.ts'
import { MemoryStore } from './MemoryStore.ts'

export interface MemoryParameters {
  /** The records to work on. @default new MemoryStore() */
  store?: MemoryStore | undefined
}

/**
 * Keeps sessions for as long as the page or process lives: for tests, servers without state, and
 * visitors who want to leave nothing behind. Session keys that are lost with it cannot be used
 * again; the owner can still revoke them.
 *
 * @example
 * const config = createSessionConfig({ storage: memory(), vault: deviceVault(), bundler })
 */
export function memory({ store = new MemoryStore() }: MemoryParameters = {}): SessionStorageDriver {
  return createTextDriver({
    name: 'memory',
    supports: {
      atomicBatch: true,
      // Nothing outside this context can reach the store.
      sharedCompareAndSwap: true,
      durable: false,
      watchesOthers: true,
      webLocks: true,
    },
    store: () => store,
  })
}

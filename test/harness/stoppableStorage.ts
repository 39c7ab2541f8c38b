import type { SessionStorageDriver, StorageOperation } from '../../src/types/Storage.ts'

export interface StoppableStorage {
  storage: SessionStorageDriver
  /** Whether it stopped. */
  stopped: boolean
  /** Resolves when it stops. */
  whenStopped: Promise<void>
}

/**
 * A storage of a page that is closed, or of a process that is killed, right before the first batch
 * for which `isLast` holds: nothing that it is asked from then on is ever answered.
 */
export function stoppableStorage(
  storage: SessionStorageDriver,
  isLast: (operations: readonly StorageOperation[]) => boolean,
): StoppableStorage {
  const never = new Promise<never>(() => undefined)
  let onStop: () => void = () => undefined
  const state: StoppableStorage = {
    stopped: false,
    whenStopped: new Promise((resolve) => {
      onStop = resolve
    }),
    storage: {
      ...storage,
      get: (address) => (state.stopped ? never : storage.get(address)),
      list: (prefix, options) => (state.stopped ? never : storage.list(prefix, options)),
      put: (address, value, options) =>
        state.stopped ? never : storage.put(address, value, options),
      delete: (address, options) => (state.stopped ? never : storage.delete(address, options)),
      batch(operations) {
        if (!state.stopped && isLast(operations)) {
          state.stopped = true
          onStop()
        }
        return state.stopped ? never : storage.batch(operations)
      },
    },
  }
  return state
}

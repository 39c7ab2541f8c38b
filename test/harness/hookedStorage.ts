import type { SessionStorageDriver, StorageOperation } from '../../src/types/Storage.ts'

/** A storage that does something else before the batches for which `task` gives a promise. */
export function hookedStorage(
  storage: SessionStorageDriver,
  task: (operations: readonly StorageOperation[]) => Promise<unknown> | undefined,
): SessionStorageDriver {
  return {
    ...storage,
    async batch(operations) {
      await task(operations)
      return storage.batch(operations)
    },
  }
}

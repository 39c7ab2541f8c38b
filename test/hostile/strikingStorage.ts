import type { SessionStorageDriver, StorageOperation } from '../../src/types/Storage.ts'

export interface StorageTaps {
  /** Before each operation of the kit. */
  before(): Promise<void>
  /** What the kit asks for, as it left the kit. */
  onBatch(operations: readonly StorageOperation[]): void
  /** After each write. */
  after(): Promise<void>
}

/** A driver between whose operations somebody else can act. */
export function strikingStorage(
  storage: SessionStorageDriver,
  taps: StorageTaps,
): SessionStorageDriver {
  return {
    name: storage.name,
    supports: storage.supports,
    async get(address) {
      await taps.before()
      return storage.get(address)
    },
    async list(prefix, options) {
      await taps.before()
      return storage.list(prefix, options)
    },
    async put(address, value, options) {
      await taps.before()
      const record = await storage.put(address, value, options)
      await taps.after()
      return record
    },
    async delete(address, options) {
      await taps.before()
      await storage.delete(address, options)
      await taps.after()
    },
    async batch(operations) {
      taps.onBatch(operations)
      await taps.before()
      const records = await storage.batch(operations)
      await taps.after()
      return records
    },
    watch: (prefix, listener) => storage.watch(prefix, listener),
    close: () => storage.close(),
  }
}

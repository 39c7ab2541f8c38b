import { compareAddresses } from '../../../src/storage/compareAddresses.ts'
import type { TextChange } from '../../../src/storage/drivers/createTextDriver.ts'
import { createTransactionalDriver } from '../../../src/storage/drivers/createTransactionalDriver.ts'
import { localStorageKey } from '../../../src/storage/drivers/localStorageKey.ts'
import { prefixesOverlap } from '../../../src/storage/prefixesOverlap.ts'
import { Watchers } from '../../../src/storage/Watchers.ts'
import type { SessionStorageDriver } from '../../../src/types/Storage.ts'

/** A store that reads all and writes some, with nothing to hold the two together. */
export interface UnsafeStore {
  /** Texts by key. */
  load(): Promise<Map<string, string>>
  save(changes: readonly { key: string; text: string | undefined }[]): Promise<void>
}

/**
 * The best driver that can be made of such a store: everything is as in ours but for what the store
 * lacks. So where it fails the suite, the store is why.
 */
export function createUnsafeDriver(name: string, store: UnsafeStore): SessionStorageDriver {
  const watchers = new Watchers()
  return createTransactionalDriver({
    name,
    supports: {
      atomicBatch: false,
      sharedCompareAndSwap: false,
      durable: true,
      watchesOthers: false,
    },
    store: {
      read: async (address) => (await store.load()).get(localStorageKey.encode(address)),
      async transact(addresses, decide) {
        const all = await store.load()
        const { changes, result } = decide(
          addresses.map((address) => all.get(localStorageKey.encode(address))),
        )
        await store.save(
          changes.map(({ address, text }: TextChange) => ({
            key: localStorageKey.encode(address),
            text,
          })),
        )
        return result
      },
      async scan(prefix, after, limit) {
        return [...(await store.load())]
          .flatMap(([key, text]) => {
            const address = localStorageKey.decode(key)
            return address ? [{ address, text }] : []
          })
          .filter(({ address }) => prefixesOverlap(prefix, address))
          .filter(({ address }) => !after || compareAddresses(address, after) > 0)
          .sort((a, b) => compareAddresses(a.address, b.address))
          .slice(0, limit)
      },
      watch: (prefix, listener) => watchers.add(prefix, listener),
      notify: (changed) => watchers.notify(changed),
      close: async () => watchers.clear(),
    },
  })
}

import { StorageUnavailableError } from '../errors/StorageUnavailableError.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'

/** Whether this page has a store to itself, by the name of its Web Lock. */
const claims = new Map<string, Promise<boolean>>()

/**
 * Lets one tab alone write into a storage whose compare-and-swap does not hold between tabs, such as
 * `localStorage()`: the first that writes has it until it is closed. Others read. Holding a Web Lock
 * during each write would not do: a tab can still read what another wrote before.
 *
 * Where there are no Web Locks, as in Node, it is for the app to have one context only.
 */
export function oneContext(storage: SessionStorageDriver): SessionStorageDriver {
  if (storage.supports.sharedCompareAndSwap) return storage
  const alone = () => requireAlone(storage.name)
  return {
    ...storage,
    async put(address, value, options) {
      await alone()
      return storage.put(address, value, options)
    },
    async delete(address, options) {
      await alone()
      await storage.delete(address, options)
    },
    async batch(operations) {
      await alone()
      return storage.batch(operations)
    },
  }
}

async function requireAlone(storage: string): Promise<void> {
  const locks = globalThis.navigator?.locks
  if (!locks) return
  const name = `grantkit-store:${storage}`
  const claim = claims.get(name) ?? claimLock(locks, name)
  claims.set(name, claim)
  if (await claim) return
  claims.delete(name)
  throw new StorageUnavailableError(
    `Another tab has the ${storage} storage, which only one can write into.`,
    'Close the other tab; or use indexedDb(), which tabs can share.',
  )
}

function claimLock(locks: LockManager, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) => {
      resolve(lock !== null)
      // held until the page is closed
      return lock ? new Promise<void>(() => undefined) : undefined
    }
    locks.request(name, { ifAvailable: true }, hold).catch(reject)
  })
}

import { deleteDB, openDB } from 'idb'
import { vi } from 'vitest'
import { testMigrations } from '../../test/conformance/testMigrations.ts'
import type { RecordAddress } from '../types/Storage.ts'
import { createTextDriver } from './drivers/createTextDriver.ts'
import { createTransactionalDriver } from './drivers/createTransactionalDriver.ts'
import { IndexedDbStore } from './drivers/indexedDb/IndexedDbStore.ts'
import { LocalStorageStore } from './drivers/LocalStorageStore.ts'
import { localStorageKey } from './drivers/localStorageKey.ts'
import type { RecordFormat } from './RecordFormat.ts'

const supports = {
  atomicBatch: true,
  sharedCompareAndSwap: true,
  durable: true,
  watchesOthers: true,
}
let count = 0

testMigrations('indexedDb', () => {
  const name = `grantkit-migrations-${Date.now()}-${count++}`
  const keyOf = ({ chainId, account, kind, id }: RecordAddress) => [chainId, account, kind, id]
  const open = (format: RecordFormat) =>
    createTransactionalDriver({
      name: 'indexedDb',
      supports,
      store: new IndexedDbStore(name, false),
      format,
    })
  return {
    open,
    raw: {
      async read(address) {
        const database = await openDB(name)
        const row: unknown = await database.get('records', keyOf(address))
        database.close()
        return row === undefined ? undefined : (row as { record: string }).record
      },
      async write(address, text) {
        const database = await openDB(name)
        await database.put('records', { ...address, record: text })
        database.close()
      },
    },
    openStopping(format) {
      let steps = 0
      let last = Number.POSITIVE_INFINITY
      let hasStopped = false
      function step(transaction: IDBTransaction): void {
        if (++steps < last) return
        hasStopped = true
        // What was asked for so far is not on disk, and never gets there.
        queueMicrotask(() => {
          try {
            transaction.abort()
          } catch {
            // Once is enough.
          }
        })
      }
      const { get, put } = IDBObjectStore.prototype
      const spies = [
        vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
          this: IDBObjectStore,
          ...all
        ) {
          step(this.transaction)
          return get.apply(this, all)
        }),
        vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
          this: IDBObjectStore,
          ...all
        ) {
          step(this.transaction)
          return put.apply(this, all)
        }),
      ]
      const driver = open(format)
      return {
        driver,
        stopAt(k) {
          steps = 0
          last = k
        },
        async end() {
          for (const spy of spies) spy.mockRestore()
          await driver.close()
          return hasStopped
        },
      }
    },
    remove: () => deleteDB(name),
  }
})

testMigrations('localStorage, in the browser', () => {
  const prefix = `migrations-${count++}`
  const keyOf = (address: RecordAddress) => `${prefix}:${localStorageKey.encode(address)}`
  return {
    open(format) {
      const store = new LocalStorageStore(window.localStorage, prefix)
      return createTextDriver({ name: 'localStorage', supports, store: () => store, format })
    },
    raw: {
      read: async (address) => window.localStorage.getItem(keyOf(address)) ?? undefined,
      write: async (address, text) => window.localStorage.setItem(keyOf(address), text),
    },
    remove: async () => window.localStorage.clear(),
  }
})

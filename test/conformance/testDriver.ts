import { afterEach, beforeEach, describe, expect } from 'vitest'
import { StorageConflictError } from '../../src/errors/StorageConflictError.ts'
import type { RecordAddress, SessionStorageDriver, StoragePage } from '../../src/types/Storage.ts'
import type { DriverContext } from './driver/DriverContext.ts'
import { at } from './driver/places.ts'
import { testAddresses } from './driver/testAddresses.ts'
import { testBatch } from './driver/testBatch.ts'
import { testClose } from './driver/testClose.ts'
import { testList } from './driver/testList.ts'
import { testModel } from './driver/testModel.ts'
import { testRevisions } from './driver/testRevisions.ts'
import { testUnreadable } from './driver/testUnreadable.ts'
import { testValues } from './driver/testValues.ts'
import { testWatch } from './driver/testWatch.ts'

/** A store that a driver's tests run on; new and empty for every test. */
export interface TestStore {
  /** A new handle on the same records, as another page load would have. */
  open(): SessionStorageDriver
  /** What lies in the store, to damage it from outside. */
  raw: {
    read(address: RecordAddress): Promise<string | undefined>
    write(address: RecordAddress, text: string): Promise<void>
  }
  /** When the watches of a handle have reached the store, where that takes time. */
  watching?(handle: SessionStorageDriver): Promise<void>
  /** New handles on other stores in the same place, between which nothing may pass. */
  openNeighbours?(): SessionStorageDriver[]
  remove?(): Promise<void>
}

export interface TestDriverOptions {
  /** Runs of the model-based test. @default 100 */
  runs?: number | undefined
}

/**
 * One suite over every driver, in the manner of unstorage.
 *
 * @example
 * testDriver('memory', () => {
 *   const store = new MemoryStore()
 *   return { open: () => memory({ store }), raw: … }
 * })
 */
export function testDriver(
  name: string,
  createStore: () => TestStore | Promise<TestStore>,
  { runs = 100 }: TestDriverOptions = {},
): void {
  describe(name, () => {
    let store: TestStore
    let driver: SessionStorageDriver
    const handles: SessionStorageDriver[] = []

    const context: DriverContext = {
      get store() {
        return store
      },
      get driver() {
        return driver
      },
      runs,
      createStore,

      open() {
        const handle = store.open()
        handles.push(handle)
        return handle
      },

      async watch(prefix, listener) {
        const stop = driver.watch(prefix, listener)
        await store.watching?.(driver)
        return stop
      },

      async all(prefix = {}) {
        return (await driver.list(prefix)).records
      },

      async valueAt(address) {
        return (await driver.get(address))?.value
      },

      async increment(handle, address) {
        for (;;) {
          const record = await handle.get(address)
          try {
            await handle.put(address, Number(record?.value ?? 0) + 1, {
              ifRevision: record?.revision ?? null,
            })
            return
          } catch (error) {
            if (!(error instanceof StorageConflictError)) throw error
          }
        }
      },
    }

    let neighbours: SessionStorageDriver[] = []
    let theirs: StoragePage[] = []

    beforeEach(async () => {
      store = await createStore()
      neighbours = store.openNeighbours?.() ?? []
      // Where the tests write too.
      for (const [index, neighbour] of neighbours.entries())
        for (const id of ['a', 'b']) await neighbour.put(at(id), index)
      theirs = await Promise.all(neighbours.map((neighbour) => neighbour.list({})))
      driver = context.open()
    })

    afterEach(async () => {
      try {
        const found = await Promise.all(neighbours.map((neighbour) => neighbour.list({})))
        expect(found).toEqual(theirs)
      } finally {
        for (const handle of [...handles.splice(0), ...neighbours]) await handle.close()
        await store.remove?.()
      }
    })

    testValues(context)
    testAddresses(context)
    testRevisions(context)
    testBatch(context)
    testList(context)
    testWatch(context)
    testClose(context)
    testUnreadable(context)
    testModel(context)
  })
}

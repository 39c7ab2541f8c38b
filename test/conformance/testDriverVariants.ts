import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import type { RecordAddress, SessionStorageDriver } from '../../src/types/Storage.ts'
import { type TestDriverOptions, type TestStore, testDriver } from './testDriver.ts'

/**
 * A place in which several stores can lie side by side; new and empty. What tells them apart is the
 * driver's own: a key prefix, a table, a directory, a path. `undefined` is its default.
 */
export interface TestPlace {
  open(prefix: string | undefined): SessionStorageDriver
  raw: {
    read(prefix: string | undefined, address: RecordAddress): Promise<string | undefined>
    write(prefix: string | undefined, address: RecordAddress, text: string): Promise<void>
  }
  watching?(handle: SessionStorageDriver): Promise<void>
  remove?(): Promise<void>
}

export interface TestDriverVariantsOptions extends TestDriverOptions {
  /** The first is tested; the others and the default are its neighbours. @default none */
  prefixes?: readonly string[]
}

const secret = new Uint8Array(32).fill(9)

/** The suite over a driver as it is, under a prefix with others near by, and encrypted. */
export function testDriverVariants(
  name: string,
  createPlace: () => TestPlace | Promise<TestPlace>,
  { prefixes = [], ...options }: TestDriverVariantsOptions = {},
): void {
  const createStore = async (prefix?: string): Promise<TestStore> => {
    const place = await createPlace()
    return {
      open: () => place.open(prefix),
      raw: {
        read: (address) => place.raw.read(prefix, address),
        write: (address, text) => place.raw.write(prefix, address, text),
      },
      watching: async (handle) => place.watching?.(handle),
      remove: async () => place.remove?.(),
      openNeighbours: () =>
        prefix === undefined ? [] : [undefined, ...prefixes.slice(1)].map((it) => place.open(it)),
    }
  }

  testDriver(name, () => createStore(), options)

  const [prefix] = prefixes
  if (prefix !== undefined)
    testDriver(`${name}, prefix ${JSON.stringify(prefix)}`, () => createStore(prefix), options)

  testDriver(
    `encrypted(${name})`,
    async () => {
      const store = await createStore()
      // The watches are those of the driver below.
      const below = new WeakMap<SessionStorageDriver, SessionStorageDriver>()
      return {
        ...store,
        open() {
          const storage = store.open()
          const driver = encrypted({ storage, secret })
          below.set(driver, storage)
          return driver
        },
        watching: async (handle) => store.watching?.(below.get(handle) ?? handle),
      }
    },
    options,
  )
}

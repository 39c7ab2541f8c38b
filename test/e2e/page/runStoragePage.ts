import { StorageConflictError } from '../../../src/errors/StorageConflictError.ts'
import { indexedDb } from '../../../src/storage/drivers/indexedDb.ts'
import type { RecordAddress } from '../../../src/types/Storage.ts'
import type { StoragePage } from './StoragePage.ts'

const driver = indexedDb({ name: 'two-tabs', persist: false })
const address: RecordAddress = {
  chainId: 137,
  account: `0x${'1'.repeat(40)}`,
  kind: 'session',
  id: 'a',
}
let heard = 0

const storagePage: StoragePage = {
  async increment(times) {
    let conflicts = 0
    const one = async (): Promise<void> => {
      for (;;) {
        const record = await driver.get(address)
        try {
          await driver.put(address, Number(record?.value ?? 0) + 1, {
            ifRevision: record?.revision ?? null,
          })
          return
        } catch (error) {
          if (!(error instanceof StorageConflictError)) throw error
          conflicts++
        }
      }
    }
    await Promise.all(Array.from({ length: times }, one))
    return { conflicts }
  },
  read: async () => (await driver.get(address))?.value,
  async write(value) {
    await driver.put(address, value)
  },
  watch() {
    driver.watch({ chainId: address.chainId, account: address.account }, () => heard++)
  },
  heard: () => heard,
}
Object.assign(globalThis, { storagePage })

import type { SessionStorageDriver, StorageSupport } from '../../types/Storage.ts'
import { currentFormat } from '../currentFormat.ts'
import { decodeRecord } from '../decodeRecord.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { pageOf } from '../pageOf.ts'
import { prepareOperations } from '../prepareOperations.ts'
import type { RecordFormat } from '../RecordFormat.ts'
import { resolveOperations } from '../resolveOperations.ts'
import { DriverHandle } from './DriverHandle.ts'
import type { TransactionalStore } from './TransactionalStore.ts'

export interface TransactionalDriverParameters {
  name: string
  supports: StorageSupport
  store: TransactionalStore
  /** @default currentFormat */
  format?: RecordFormat | undefined
}

/** A driver over a store with transactions of its own. */
export function createTransactionalDriver({
  name,
  supports,
  store,
  format = currentFormat,
}: TransactionalDriverParameters): SessionStorageDriver {
  const handle = new DriverHandle(name)

  function open(): TransactionalStore {
    handle.requireOpen()
    return store
  }

  const driver: SessionStorageDriver = {
    name,
    supports,

    async get(address) {
      const where = normalizeAddress(address)
      const text = await open().read(where)
      return text === undefined ? undefined : decodeRecord(where, text, format)
    },

    async put(address, value, options = {}) {
      const [record] = await driver.batch([
        { type: 'put', address, value, ifRevision: options.ifRevision },
      ])
      // A put always yields its record; this tells the compiler.
      if (!record) throw new Error('unreachable')
      return record
    },

    async delete(address, options = {}) {
      await driver.batch([{ type: 'delete', address, ifRevision: options.ifRevision }])
    },

    async list(prefix, options = {}) {
      const below = normalizePrefix(prefix)
      const { after, limit, unreadable } = normalizeListOptions(options)
      return pageOf(await open().scan(below, after, limit + 1), limit, unreadable, format)
    },

    async batch(operations) {
      const prepared = prepareOperations(operations, format.version)
      const target = open()
      if (prepared.length === 0) return []
      const { changes, results } = await target.transact(
        prepared.map(({ address }) => address),
        (stored) => {
          const resolved = resolveOperations(prepared, stored, format)
          const changes = resolved.flatMap(({ change }) => (change ? [change] : []))
          return { changes, result: { changes, results: resolved.map(({ result }) => result) } }
        },
      )
      if (changes.length > 0) target.notify(changes.map(({ address }) => address))
      return results
    },

    watch(prefix, listener) {
      return handle.keep(open().watch(normalizePrefix(prefix), listener))
    },

    close: () => handle.close(() => store.close()),
  }
  return driver
}

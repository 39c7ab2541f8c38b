import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { SessionStorageDriver, StorageSupport } from '../../types/Storage.ts'
import { decodeRecord } from '../decodeRecord.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { pageOf } from '../pageOf.ts'
import { prepareOperations } from '../prepareOperations.ts'
import { resolveOperations } from '../resolveOperations.ts'
import type { TransactionalStore } from './TransactionalStore.ts'

export interface TransactionalDriverParameters {
  name: string
  supports: StorageSupport
  store: TransactionalStore
}

/** A driver over a store with transactions of its own. */
export function createTransactionalDriver({
  name,
  supports,
  store,
}: TransactionalDriverParameters): SessionStorageDriver {
  const watches = new Set<() => void>()
  let closing: Promise<void> | undefined

  function open(): TransactionalStore {
    if (closing !== undefined)
      throw new StorageUnavailableError(
        `The ${name} storage was closed.`,
        'Make a new driver, or close this one later.',
      )
    return store
  }

  const driver: SessionStorageDriver = {
    name,
    supports,

    async get(address) {
      const where = normalizeAddress(address)
      const text = await open().read(where)
      return text === undefined ? undefined : decodeRecord(where, text)
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
      return pageOf(await open().scan(below, after, limit + 1), limit, unreadable)
    },

    async batch(operations) {
      const prepared = prepareOperations(operations)
      const target = open()
      if (prepared.length === 0) return []
      const { changes, results } = await target.transact(
        prepared.map(({ address }) => address),
        (stored) => {
          const resolved = resolveOperations(prepared, stored)
          const changes = resolved.flatMap(({ change }) => (change ? [change] : []))
          return { changes, result: { changes, results: resolved.map(({ result }) => result) } }
        },
      )
      if (changes.length > 0) target.notify(changes.map(({ address }) => address))
      return results
    },

    watch(prefix, listener) {
      const stop = open().watch(normalizePrefix(prefix), listener)
      watches.add(stop)
      return () => {
        watches.delete(stop)
        stop()
      }
    },

    async close() {
      closing ??= (async () => {
        for (const stop of watches) stop()
        watches.clear()
        await store.close()
      })()
      await closing
    },
  }
  return driver
}

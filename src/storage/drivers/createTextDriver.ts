import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type {
  RecordAddress,
  RecordPrefix,
  SessionStorageDriver,
  StorageSupport,
} from '../../types/Storage.ts'
import { decodeRecord } from '../decodeRecord.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { pageOf, type StoredText } from '../pageOf.ts'
import { prepareOperations } from '../prepareOperations.ts'
import { resolveOperations } from '../resolveOperations.ts'
import type { Watchers } from '../Watchers.ts'

/** A change of one stored envelope; `undefined` removes it. */
export interface TextChange {
  address: RecordAddress
  text: string | undefined
}

/** A synchronous store of envelopes: all that memory and localStorage differ in. */
export interface TextStore {
  read(address: RecordAddress): string | undefined
  /** All or nothing. */
  write(changes: readonly TextChange[]): void
  /** At most `limit` records below `prefix` and behind `after`, in order. */
  scan(prefix: RecordPrefix, after: RecordAddress | undefined, limit: number): readonly StoredText[]
  /** Shared by all handles on the store in this context. */
  readonly watchers: Watchers
}

/** What `createTextDriver` is given. */
export interface TextDriverParameters {
  name: string
  supports: StorageSupport
  /** Called at every use, so that importing and configuring touch no browser global. */
  store: () => TextStore
}

/**
 * A driver over a synchronous store. Compare-and-swap needs no lock here: nothing else of this
 * context runs between reading and writing.
 */
export function createTextDriver({
  name,
  supports,
  store,
}: TextDriverParameters): SessionStorageDriver {
  const watches = new Set<() => void>()
  let closed = false

  function open(): TextStore {
    if (closed)
      throw new StorageUnavailableError(
        `The ${name} storage was closed.`,
        'Make a new driver, or close this one later.',
      )
    return store()
  }

  const driver: SessionStorageDriver = {
    name,
    supports,

    async get(address) {
      const where = normalizeAddress(address)
      const text = open().read(where)
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
      return pageOf(open().scan(below, after, limit + 1), limit, unreadable)
    },

    async batch(operations) {
      const prepared = prepareOperations(operations)
      const target = open()
      const stored = prepared.map(({ address }) => target.read(address))
      const resolved = resolveOperations(prepared, stored)
      const changes: TextChange[] = []
      for (const { change } of resolved) if (change) changes.push(change)
      if (changes.length > 0) {
        target.write(changes)
        if (target.watchers.size > 0) target.watchers.notify(changes.map(({ address }) => address))
      }
      return resolved.map(({ result }) => result)
    },

    watch(prefix, listener) {
      const stop = open().watchers.add(normalizePrefix(prefix), listener)
      watches.add(stop)
      return () => {
        watches.delete(stop)
        stop()
      }
    },

    async close() {
      closed = true
      for (const stop of watches) stop()
      watches.clear()
    },
  }
  return driver
}

import type { Json } from '../../types/Json.ts'
import type {
  RecordAddress,
  RecordPrefix,
  Revision,
  SessionStorageDriver,
  StorageSupport,
} from '../../types/Storage.ts'
import { currentFormat } from '../currentFormat.ts'
import { decodeRecord } from '../decodeRecord.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizeListOptions } from '../normalizeListOptions.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import { pageOf, type StoredText } from '../pageOf.ts'
import { prepareOperations } from '../prepareOperations.ts'
import type { RecordFormat } from '../RecordFormat.ts'
import { resolveOperations, type StoredChange } from '../resolveOperations.ts'
import type { Watchers } from '../Watchers.ts'
import { DriverHandle } from './DriverHandle.ts'

/** A change of one stored envelope; `undefined` removes it. */
export type TextChange = Pick<StoredChange, 'address' | 'text'>

/** A record that needs no check. */
export interface OwnRecord {
  revision: Revision
  json: string
}

/** A synchronous store of envelopes: all that memory and localStorage differ in. */
export interface TextStore {
  read(address: RecordAddress): string | undefined
  /** What this context wrote itself in that version, and nobody else can have touched. */
  readOwn?(address: RecordAddress, version: number): OwnRecord | undefined
  /** All or nothing. */
  write(changes: readonly StoredChange[]): void
  /** At most `limit` records below `prefix` and behind `after`, in order. */
  scan(prefix: RecordPrefix, after: RecordAddress | undefined, limit: number): readonly StoredText[]
  /** Shared by all handles on the store in this context. */
  readonly watchers: Watchers
  /** Lets it hear of other contexts' writes, until the returned function is called. */
  attach?(): () => void
}

/** What `createTextDriver` is given. */
export interface TextDriverParameters {
  name: string
  supports: StorageSupport
  /** Called at every use, so that importing and configuring touch no browser global. */
  store: () => TextStore
  /** @default currentFormat */
  format?: RecordFormat | undefined
}

/**
 * A driver over a synchronous store. Compare-and-swap needs no lock here: nothing else of this
 * context runs between reading and writing.
 */
export function createTextDriver({
  name,
  supports,
  store,
  format = currentFormat,
}: TextDriverParameters): SessionStorageDriver {
  const handle = new DriverHandle(name)

  function open(): TextStore {
    handle.requireOpen()
    return store()
  }

  const driver: SessionStorageDriver = {
    name,
    supports,

    async get(address) {
      const where = normalizeAddress(address)
      const target = open()
      const own = target.readOwn?.(where, format.version)
      if (own)
        return { address: where, value: JSON.parse(own.json) as Json, revision: own.revision }
      const text = target.read(where)
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
      return pageOf(open().scan(below, after, limit + 1), limit, unreadable, format)
    },

    async batch(operations) {
      const prepared = prepareOperations(operations, format.version)
      const target = open()
      const stored = prepared.map(
        ({ address }) => target.readOwn?.(address, format.version) ?? target.read(address),
      )
      const resolved = resolveOperations(prepared, stored, format)
      const changes: StoredChange[] = []
      for (const { change } of resolved) if (change) changes.push(change)
      if (changes.length > 0) {
        target.write(changes)
        if (target.watchers.size > 0) target.watchers.notify(changes.map(({ address }) => address))
      }
      return resolved.map(({ result }) => result)
    },

    watch(prefix, listener) {
      const target = open()
      const stop = target.watchers.add(normalizePrefix(prefix), listener)
      const detach = target.attach?.()
      return handle.keep(() => {
        stop()
        detach?.()
      })
    },

    close: () => handle.close(),
  }
  return driver
}

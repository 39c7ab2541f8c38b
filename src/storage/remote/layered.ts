import { zeroAddress } from 'viem'
import { StorageCorruptError } from '../../errors/StorageCorruptError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { Json } from '../../types/Json.ts'
import type {
  RecordAddress,
  RecordPrefix,
  SessionStorageDriver,
  StorageOperation,
  StoragePage,
  StoredRecord,
} from '../../types/Storage.ts'
import { currentFormat } from '../currentFormat.ts'
import { migrateRecord } from '../migrateRecord.ts'
import { normalizeAddress } from '../normalizeAddress.ts'
import { normalizePrefix } from '../normalizePrefix.ts'
import type { RecordFormat } from '../RecordFormat.ts'
import { reportListenerError } from '../reportListenerError.ts'

export interface LayeredParameters {
  /** Decides. Every write goes to it, and every read while it can be reached. */
  authority: SessionStorageDriver
  /** Holds copies, for reading while the authority is unavailable; of this device alone. */
  cache: SessionStorageDriver
  /** @internal For tests. */
  format?: RecordFormat | undefined
}

/** A copy, with the revision that the authority gave it, in a form that `isWrappedValue` knows. */
interface Copy {
  [name: string]: Json
  revision: string
  value: Json
}

/**
 * Two storages, of which one decides. Reads go to the authority and are copied; while it is
 * unavailable the copies are read, and what was never copied is an error and not "nothing". Writes
 * need the authority: without it they fail.
 *
 * Copies can be out of date. What is ACTIVE is for the chain to say: reconcile before you rely on it.
 *
 * @example
 * const storage = layered({ authority: remote({ url, token }), cache: indexedDb() })
 */
export function layered({
  authority,
  cache,
  format = currentFormat,
}: LayeredParameters): SessionStorageDriver {
  const { toCopy, fromCopy } = createCopies(format)
  let isClosed = false
  /** Copies are made one after another, so that an older one does not replace a newer. */
  let copying: Promise<unknown> = Promise.resolve()

  /** The authority's answer stands, whatever becomes of the copy. */
  function copy(work: () => Promise<unknown>): Promise<void> {
    const turn = copying.then(work).then(() => {}, reportListenerError)
    copying = turn
    return turn
  }

  /** What `read` gives or, while the authority is away, what `fallBack` finds. */
  async function online<result>(
    read: () => Promise<result>,
    fallBack: () => Promise<result | undefined>,
  ): Promise<result> {
    try {
      return await read()
    } catch (error) {
      if (isClosed || !(error instanceof StorageUnavailableError)) throw error
      const found = await fallBack()
      if (found === undefined) throw error
      return found
    }
  }

  return {
    name: `layered(${authority.name}, ${cache.name})`,
    supports: authority.supports,

    async get(address) {
      const where = normalizeAddress(address)
      return await online(
        async () => {
          const record = await authority.get(where)
          await copy(() => (record ? cache.put(where, toCopy(record)) : cache.delete(where)))
          return record
        },
        async () => fromCopy(await cache.get(where)),
      )
    },

    async put(address, value, options) {
      const record = await authority.put(address, value, options)
      await copy(() => cache.put(record.address, toCopy(record)))
      return record
    },

    async delete(address, options) {
      const where = normalizeAddress(address)
      await authority.delete(where, options)
      await copy(() => cache.delete(where))
    },

    async list(prefix, options = {}) {
      const below = normalizePrefix(prefix)
      return await online(
        async () => {
          const page = await authority.list(below, options)
          await copy(() => copyPage(cache, toCopy, below, page, options.cursor === undefined))
          return page
        },
        async () => {
          if (!(await cache.get(markOf(below)))) return undefined
          const page = await cache.list(below, { ...options, unreadable: 'report' })
          const records = page.records.flatMap((record) => fromCopy(record) ?? [])
          return { ...page, records }
        },
      )
    },

    async batch(operations) {
      const where = operations.map(({ type, address }) => ({
        type,
        address: normalizeAddress(address),
      }))
      const results = await authority.batch(operations)
      await copy(() =>
        cache.batch(
          where.flatMap(({ type, address }, index): StorageOperation[] => {
            const record = results[index]
            if (record) return [{ type: 'put', address, value: toCopy(record) }]
            return type === 'delete' ? [{ type: 'delete', address }] : []
          }),
        ),
      )
      return results
    },

    watch: (prefix, listener) => authority.watch(prefix, listener),

    async close() {
      isClosed = true
      await copying
      await Promise.all([authority.close(), cache.close()])
    },
  }
}

/** After a page that is the whole, what is not on it is gone. */
async function copyPage(
  cache: SessionStorageDriver,
  toCopy: (record: StoredRecord) => Copy,
  prefix: RecordPrefix,
  { records, cursor, unreadable }: StoragePage,
  isFirst: boolean,
): Promise<void> {
  const isWhole = isFirst && cursor === undefined
  const keyOf = ({ chainId, account, kind, id }: RecordAddress) =>
    JSON.stringify([chainId, account, kind, id])
  const there = new Set([...records, ...(unreadable ?? [])].map(({ address }) => keyOf(address)))
  const known = isWhole ? (await cache.list(prefix, { unreadable: 'report' })).records : []
  const gone = known.filter(
    ({ address }) => address.chainId !== markChain && !there.has(keyOf(address)),
  )
  await cache.batch([
    ...records.map((record) => ({
      type: 'put' as const,
      address: record.address,
      value: toCopy(record),
    })),
    ...gone.map(({ address }) => ({ type: 'delete' as const, address })),
    ...(isWhole ? [{ type: 'put' as const, address: markOf(prefix), value: true }] : []),
  ])
}

/** No chain has this number: here the cache notes what it has the whole of. */
const markChain = 0

function markOf({ chainId, account, kind }: RecordPrefix): RecordAddress {
  return {
    chainId: markChain,
    account: zeroAddress,
    kind: 'state',
    id: `layered ${JSON.stringify([chainId ?? null, account ?? null, kind ?? null])}`,
  }
}

/** To copies and back. Their version is in `v`; version 1 came without. */
function createCopies(format: RecordFormat) {
  const { version } = format
  return {
    toCopy({ revision, value }: StoredRecord): Copy {
      return { revision, value, ...(version === 1 ? {} : { v: version }) }
    },

    fromCopy(record: StoredRecord | undefined): StoredRecord | undefined {
      if (!record || record.address.chainId === markChain) return undefined
      const { address } = record
      const { revision, value, v = 1 } = record.value as Copy
      if (v === version) return { address, value, revision }
      const migrated = migrateRecord(address, JSON.stringify(value), Number(v), format)
      if (migrated.failed !== undefined)
        throw new StorageCorruptError(address, revision, { details: migrated.failed })
      return { address, value: JSON.parse(migrated.json) as Json, revision }
    },
  }
}

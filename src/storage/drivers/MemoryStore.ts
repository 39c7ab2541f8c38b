import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import { compareAddresses } from '../compareAddresses.ts'
import { encodeRecord } from '../encodeRecord.ts'
import type { StoredText } from '../pageOf.ts'
import { prefixesOverlap } from '../prefixesOverlap.ts'
import type { StoredChange } from '../resolveOperations.ts'
import { Watchers } from '../Watchers.ts'
import type { OwnRecord, TextStore } from './createTextDriver.ts'

/** A record that never left this context: its envelope is made when its bytes are asked for. */
interface Unsealed extends OwnRecord {
  version: number
  text?: string
}

interface Bucket {
  /** Chain, account and kind that its records share, and the lowest id there is. */
  first: RecordAddress
  records: Map<string, string | Unsealed>
  /** The ids in order, until one is added or removed. */
  ids: string[] | undefined
}

/**
 * What `memory()` keeps its records in. Give one to several drivers to have several handles on the
 * same records, as after a reload.
 *
 * @example
 * const store = new MemoryStore()
 * const before = memory({ store })
 * const after = memory({ store })
 */
export class MemoryStore implements TextStore {
  readonly #buckets = new Map<string, Bucket>()
  readonly #watchers = new Watchers()

  get watchers(): Watchers {
    return this.#watchers
  }

  read(address: RecordAddress): string | undefined {
    const found = this.#find(address)
    return found === undefined ? undefined : seal(address, found)
  }

  readOwn(address: RecordAddress, version: number): OwnRecord | undefined {
    const found = this.#find(address)
    return typeof found === 'object' && found.version === version ? found : undefined
  }

  write(changes: readonly StoredChange[]): void {
    for (const change of changes) {
      const { address } = change
      const record = toRecord(change)
      const key = bucketKey(address)
      let bucket = this.#buckets.get(key)
      if (record === undefined) {
        if (bucket?.records.delete(address.id)) bucket.ids = undefined
        if (bucket?.records.size === 0) this.#buckets.delete(key)
        continue
      }
      if (!bucket) {
        bucket = { first: { ...address, id: '' }, records: new Map(), ids: undefined }
        this.#buckets.set(key, bucket)
      }
      if (!bucket.records.has(address.id)) bucket.ids = undefined
      bucket.records.set(address.id, record)
    }
  }

  scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): readonly StoredText[] {
    const found: StoredText[] = []
    for (const bucket of this.#bucketsBelow(prefix)) {
      bucket.ids ??= [...bucket.records.keys()].sort()
      for (const id of bucket.ids) {
        const address = { ...bucket.first, id }
        if (after && compareAddresses(address, after) <= 0) continue
        found.push({ address, text: seal(address, bucket.records.get(id) ?? '') })
        if (found.length === limit) return found
      }
    }
    return found
  }

  #find({ id, ...place }: RecordAddress): string | Unsealed | undefined {
    return this.#buckets.get(bucketKey(place))?.records.get(id)
  }

  #bucketsBelow(prefix: RecordPrefix): Bucket[] {
    return [...this.#buckets.values()]
      .filter(({ first }) => prefixesOverlap(prefix, first))
      .sort((a, b) => compareAddresses(a.first, b.first))
  }
}

function toRecord(change: StoredChange): string | Unsealed | undefined {
  const { revision, json, version } = change
  if (revision === undefined || json === undefined || version === undefined) return change.text
  return { revision, json, version }
}

function seal(address: RecordAddress, record: string | Unsealed): string {
  if (typeof record === 'string') return record
  record.text ??= encodeRecord(address, record.revision, record.json, record.version)
  return record.text
}

function bucketKey({ chainId, account, kind }: Omit<RecordAddress, 'id'>): string {
  return `${chainId}:${account}:${kind}`
}

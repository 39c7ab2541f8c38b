import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import { compareAddresses } from '../compareAddresses.ts'
import type { StoredText } from '../pageOf.ts'
import { prefixesOverlap } from '../prefixesOverlap.ts'
import { Watchers } from '../Watchers.ts'
import type { TextChange, TextStore } from './createTextDriver.ts'

interface Bucket {
  /** Chain, account and kind that its records share, and the lowest id there is. */
  first: RecordAddress
  texts: Map<string, string>
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
    return this.#buckets.get(bucketKey(address))?.texts.get(address.id)
  }

  write(changes: readonly TextChange[]): void {
    for (const { address, text } of changes) {
      const key = bucketKey(address)
      let bucket = this.#buckets.get(key)
      if (text === undefined) {
        if (bucket?.texts.delete(address.id)) bucket.ids = undefined
        if (bucket?.texts.size === 0) this.#buckets.delete(key)
        continue
      }
      if (!bucket) {
        bucket = { first: { ...address, id: '' }, texts: new Map(), ids: undefined }
        this.#buckets.set(key, bucket)
      }
      if (!bucket.texts.has(address.id)) bucket.ids = undefined
      bucket.texts.set(address.id, text)
    }
  }

  scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): readonly StoredText[] {
    const found: StoredText[] = []
    for (const bucket of this.#bucketsBelow(prefix)) {
      bucket.ids ??= [...bucket.texts.keys()].sort()
      for (const id of bucket.ids) {
        const address = { ...bucket.first, id }
        if (after && compareAddresses(address, after) <= 0) continue
        found.push({ address, text: bucket.texts.get(id) ?? '' })
        if (found.length === limit) return found
      }
    }
    return found
  }

  #bucketsBelow(prefix: RecordPrefix): Bucket[] {
    return [...this.#buckets.values()]
      .filter(({ first }) => prefixesOverlap(prefix, first))
      .sort((a, b) => compareAddresses(a.first, b.first))
  }
}

function bucketKey({ chainId, account, kind }: RecordAddress): string {
  return `${chainId}:${account}:${kind}`
}

import type { Json } from '../types/Json.ts'
import type {
  RecordAddress,
  StorageListOptions,
  StoragePage,
  StoredRecord,
  UnreadableRecord,
} from '../types/Storage.ts'
import { encodeCursor } from './encodeCursor.ts'
import type { RecordFormat } from './RecordFormat.ts'
import { readRecord } from './readRecord.ts'

/** A stored envelope and where it lies. */
export interface StoredText {
  address: RecordAddress
  text: string
}

/**
 * A page of envelopes in order, of which one more than `limit` was read where there are more.
 *
 * @throws StorageCorruptError, StorageVersionError for the first record that cannot be read, unless
 * they are to be reported.
 */
export function pageOf(
  stored: readonly StoredText[],
  limit: number,
  unreadable: StorageListOptions['unreadable'] = 'throw',
  format?: RecordFormat,
): StoragePage {
  const records: StoredRecord[] = []
  const damaged: UnreadableRecord[] = []
  const shown = stored.slice(0, limit)
  for (const { address, text } of shown) {
    const read = readRecord(address, text, format)
    if (!read.error)
      records.push({ address, value: JSON.parse(read.json) as Json, revision: read.revision })
    else if (unreadable === 'report')
      damaged.push({ address, revision: read.revision, error: read.error })
    else throw read.error
  }
  const last = shown.at(-1)
  return {
    records,
    ...(damaged.length > 0 ? { unreadable: damaged } : {}),
    ...(last && stored.length > limit ? { cursor: encodeCursor(last.address) } : {}),
  }
}

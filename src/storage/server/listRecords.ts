import type { Address } from 'viem'
import type {
  RecordAddress,
  RecordKind,
  SessionStorageDriver,
  StorageListOptions,
  StoredRecord,
  UnreadableRecord,
} from '../../types/Storage.ts'
import { compareAddresses } from '../compareAddresses.ts'
import { encodeCursor } from '../encodeCursor.ts'
import { toWireError } from '../remote/toWireError.ts'
import { byteLength } from './byteLength.ts'

/** Where one account's records of one chain lie. */
export interface Place {
  chainId: number
  account: Address
}

export interface ListRecordsOptions extends StorageListOptions {
  /** The most records of a page. */
  limit: number
  /** The most bytes of a page, unless its first record alone has more. */
  bytes: number
}

/**
 * The first slice of a list, and the largest: so many records are read in one go. Small at first, as
 * nothing is known yet of how large the records are.
 */
const firstSlice = 4
const largestSlice = 128

/**
 * A page of what lies in several places, one after another in the order of records, and never of
 * the whole storage; as the text of the answer. It is made in slices, between which others get their
 * turn.
 */
export async function listRecords(
  storage: SessionStorageDriver,
  places: readonly Place[],
  kind: RecordKind | undefined,
  options: ListRecordsOptions,
): Promise<string> {
  const inOrder = [...places].sort(
    (a, b) => a.chainId - b.chainId || (a.account < b.account ? -1 : 1),
  )
  const records: string[] = []
  const unreadable: string[] = []
  let bytes = 0
  let size = firstSlice
  let last: RecordAddress | undefined
  const room = () => options.limit - records.length - unreadable.length

  for (const place of inOrder) {
    let { cursor } = options
    do {
      const limit = Math.max(Math.min(room(), size), 1)
      const { unreadable: reported = [], ...page } = await storage.list(
        { ...place, kind },
        { cursor, unreadable: options.unreadable, limit },
      )
      const found = [...page.records, ...reported].sort((a, b) =>
        compareAddresses(a.address, b.address),
      )
      for (const it of found) {
        const text = JSON.stringify('error' in it ? toWire(it) : it)
        bytes += byteLength(text)
        // One more than there is room for shows that something follows.
        if (room() === 0 || (last && bytes > options.bytes)) return answer(last)
        if ('error' in it) unreadable.push(text)
        else records.push(text)
        last = it.address
      }
      cursor = page.cursor
      if (cursor !== undefined && room() === 0) return answer(last)
      // As many as still fit, going by those so far.
      const average = bytes / Math.max(records.length + unreadable.length, 1)
      const fitting = Math.ceil((options.bytes - bytes) / Math.max(average, 1))
      const next = found.length > 0 ? 4 * size : size
      size = Math.max(Math.min(next, largestSlice, fitting), 1)
      if (cursor !== undefined) await othersTurn()
    } while (cursor !== undefined)
  }
  return answer()

  function answer(behind?: RecordAddress): string {
    return [
      `{"records":[${records.join()}]`,
      ...(unreadable.length > 0 ? [`"unreadable":[${unreadable.join()}]`] : []),
      ...(behind ? [`"cursor":${JSON.stringify(encodeCursor(behind))}`] : []),
    ]
      .join()
      .concat('}')
  }
}

function toWire({ error, ...rest }: UnreadableRecord): object {
  return { ...toWireError(error).body, ...rest }
}

/** All records below a place, slice by slice, between which others get their turn. */
export async function forEachRecord(
  storage: SessionStorageDriver,
  place: Place,
  visit: (record: StoredRecord) => void,
): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await storage.list(
      { ...place },
      { cursor, unreadable: 'report', limit: largestSlice },
    )
    for (const record of page.records) visit(record)
    cursor = page.cursor
    if (cursor !== undefined) await othersTurn()
  } while (cursor !== undefined)
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

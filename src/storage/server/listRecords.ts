import type { Address } from 'viem'
import type {
  RecordKind,
  SessionStorageDriver,
  StorageListOptions,
  StoragePage,
  StoredRecord,
  UnreadableRecord,
} from '../../types/Storage.ts'
import { compareAddresses } from '../compareAddresses.ts'
import { encodeCursor } from '../encodeCursor.ts'

/** Where one account's records of one chain lie. */
export interface Place {
  chainId: number
  account: Address
}

/**
 * A page of what lies in several places, one after another in the order of records, and never of
 * the whole storage.
 */
export async function listRecords(
  storage: SessionStorageDriver,
  places: readonly Place[],
  kind: RecordKind | undefined,
  options: StorageListOptions & { limit: number },
): Promise<StoragePage> {
  const inOrder = [...places].sort(
    (a, b) => a.chainId - b.chainId || (a.account < b.account ? -1 : 1),
  )
  const records: StoredRecord[] = []
  const unreadable: UnreadableRecord[] = []
  let cursor: string | undefined
  const room = () => options.limit - records.length - unreadable.length

  for (const place of inOrder) {
    // One more than there is room for shows whether anything follows.
    const page = await storage.list({ ...place, kind }, { ...options, limit: Math.max(room(), 1) })
    const found = page.records.length + (page.unreadable?.length ?? 0)
    if (found > 0 && room() === 0) return pageOf(records, unreadable, cursor)
    records.push(...page.records)
    unreadable.push(...(page.unreadable ?? []))
    if (page.cursor !== undefined) return pageOf(records, unreadable, page.cursor)
    const last = [page.records.at(-1)?.address, page.unreadable?.at(-1)?.address]
      .filter((it) => it !== undefined)
      .sort(compareAddresses)
      .at(-1)
    if (last) cursor = encodeCursor(last)
  }
  return pageOf(records, unreadable, undefined)
}

function pageOf(
  records: StoredRecord[],
  unreadable: UnreadableRecord[],
  cursor: string | undefined,
): StoragePage {
  return {
    records,
    ...(unreadable.length > 0 ? { unreadable } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

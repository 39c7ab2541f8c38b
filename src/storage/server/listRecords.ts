import type { Address } from 'viem'
import type {
  RecordPrefix,
  SessionStorageDriver,
  StorageListOptions,
  StoragePage,
  StoredRecord,
  UnreadableRecord,
} from '../../types/Storage.ts'
import { compareAddresses } from '../compareAddresses.ts'
import { encodeCursor } from '../encodeCursor.ts'

/**
 * A page of what a client may see. Below a prefix without an account that is several places, one
 * after another in the order of records, and never the whole storage.
 */
export async function listRecords(
  storage: SessionStorageDriver,
  allowed: { chainIds: readonly number[]; accounts: readonly Address[] },
  { chainId, account, kind }: RecordPrefix,
  options: StorageListOptions & { limit: number },
): Promise<StoragePage> {
  const chains = [...allowed.chainIds]
    .sort((a, b) => a - b)
    .filter((id) => chainId === undefined || id === chainId)
  const accounts = [...allowed.accounts].sort().filter((it) => !account || it === account)
  const records: StoredRecord[] = []
  const unreadable: UnreadableRecord[] = []
  let cursor: string | undefined
  const room = () => options.limit - records.length - unreadable.length

  for (const chain of chains)
    for (const owner of accounts) {
      // One more than there is room for shows whether anything follows.
      const page = await storage.list(
        { chainId: chain, account: owner, kind },
        { ...options, limit: Math.max(room(), 1) },
      )
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

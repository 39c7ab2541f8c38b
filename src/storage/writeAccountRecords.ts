import { StorageConflictError } from '../errors/StorageConflictError.ts'
import type { AccountRecords, RootRecord, SessionRecord } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { SessionMessage } from '../types/SessionState.ts'
import type { SessionStorageDriver, StorageOperation } from '../types/Storage.ts'
import { addToJournal } from './addToJournal.ts'

/** An entry for the journal of a session. */
export interface JournalEntry {
  /** The session's id. */
  id: string
  parentId?: string | undefined
  message: SessionMessage
}

export interface AccountChange {
  root: RootRecord
  /** Sessions to write. */
  sessions?: readonly SessionRecord[] | undefined
  /** Ids of sessions to delete. */
  deletedSessions?: readonly string[] | undefined
  /** Keys to write, by their address. */
  keys?: readonly (readonly [keyAddress: string, key: WrappedKey])[] | undefined
  /** Addresses of keys to destroy. */
  deletedKeys?: readonly string[] | undefined
  /** Entries for the sessions' journals, at most one for each session. */
  journal?: readonly JournalEntry[] | undefined
}

/**
 * Writes a change of an account in one atomic step, journals and all, unless the account was changed
 * since `records` were read.
 *
 * @throws StorageConflictError when another tab or process was quicker.
 */
export async function writeAccountRecords(
  storage: SessionStorageDriver,
  records: AccountRecords,
  change: AccountChange,
): Promise<void> {
  const at = (kind: 'root' | 'session' | 'key' | 'state', id: string) => ({
    chainId: records.chainId,
    account: records.account,
    kind,
    id,
  })
  const put = (kind: 'session' | 'key', id: string, value: object): StorageOperation => ({
    type: 'put',
    address: at(kind, id),
    value: toJson(value),
  })
  const operations: StorageOperation[] = [
    {
      type: 'put',
      address: at('root', 'root'),
      value: toJson(change.root),
      ifRevision: records.revision,
    },
    ...(change.sessions ?? []).map((session) => put('session', session.id, session)),
    ...(change.keys ?? []).map(([id, key]) => put('key', id.toLowerCase(), key)),
    ...(change.deletedSessions ?? []).map(
      (id): StorageOperation => ({ type: 'delete', address: at('session', id) }),
    ),
    ...(change.deletedKeys ?? []).map(
      (id): StorageOperation => ({ type: 'delete', address: at('key', id.toLowerCase()) }),
    ),
  ]
  for (;;) {
    const journals = await Promise.all(
      (change.journal ?? []).map(async ({ id, parentId, message }): Promise<StorageOperation> => {
        const address = at('state', id)
        const record = await storage.get(address)
        const value = addToJournal(record?.value, { ...records, id, parentId }, message)
        return { type: 'put', address, value, ifRevision: record?.revision ?? null }
      }),
    )
    try {
      await storage.batch([...operations, ...journals])
      return
    } catch (error) {
      // a send wrote into a journal meanwhile: add to what it wrote
      if (!(error instanceof StorageConflictError && error.address?.kind === 'state')) throw error
    }
  }
}

/** Our records hold no bigint; this drops the keys that are `undefined`, which JSON cannot hold. */
function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}

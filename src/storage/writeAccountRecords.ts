import type { AccountRecords, RootRecord, SessionRecord } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { SessionStorageDriver, StorageOperation } from '../types/Storage.ts'

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
}

/**
 * Writes a change of an account in one atomic step, unless the account was changed since
 * `records` were read.
 *
 * @throws StorageConflictError when another tab or process was quicker.
 */
export async function writeAccountRecords(
  storage: SessionStorageDriver,
  records: AccountRecords,
  change: AccountChange,
): Promise<void> {
  const at = (kind: 'root' | 'session' | 'key', id: string) => ({
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
  await storage.batch([
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
  ])
}

/** Our records hold no bigint; this drops the keys that are `undefined`, which JSON cannot hold. */
function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}

import { getAddress } from 'viem'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { AccountScope } from '../types/Session.ts'
import type { RecordKind, SessionStorageDriver, StoredRecord } from '../types/Storage.ts'
import { parseRootRecord, parseSessionRecord } from './parseAccountRecords.ts'

/**
 * Reads an account's root, sessions and wrapped keys as of one moment: every write of a session
 * also writes the root's record, so a read is of one piece when the root's revision stood still.
 * What cannot be such a record is left out: see `parseAccountRecords`.
 */
export async function readAccountRecords(
  storage: SessionStorageDriver,
  scope: AccountScope,
): Promise<AccountRecords> {
  const rootAddress = { ...scope, kind: 'root', id: 'root' } as const
  let before = await storage.get(rootAddress)
  for (;;) {
    const [sessions, keys] = await Promise.all([
      listAll(storage, scope, 'session'),
      listAll(storage, scope, 'key'),
    ])
    const after = await storage.get(rootAddress)
    if (before?.revision === after?.revision)
      return {
        chainId: scope.chainId,
        account: getAddress(scope.account),
        root: parseRootRecord(after?.value),
        revision: after?.revision ?? null,
        sessions: sessions
          .flatMap(({ address, value }) => parseSessionRecord(address.id, value) ?? [])
          .sort((a, b) => a.position - b.position),
        keys: new Map(keys.map(({ address, value }) => [address.id, value as WrappedKey])),
      }
    before = after
  }
}

async function listAll(
  storage: SessionStorageDriver,
  scope: AccountScope,
  kind: RecordKind,
): Promise<StoredRecord[]> {
  const records: StoredRecord[] = []
  let cursor: string | undefined
  do {
    const page = await storage.list({ ...scope, kind }, { cursor })
    records.push(...page.records)
    cursor = page.cursor
  } while (cursor !== undefined)
  return records
}

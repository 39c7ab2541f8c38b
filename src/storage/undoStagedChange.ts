import type { AccountRecords } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/** Takes a staged change back as if it had never been: no leaf, no root and no key stays behind. */
export function undoStagedChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
): Promise<void> {
  const { staged, ...root } = records.root
  if (!staged) return Promise.resolve()
  return writeAccountRecords(storage, records, {
    root,
    deletedSessions: staged.grants,
    deletedKeys: keysOnlyOf(records, staged.grants),
  })
}

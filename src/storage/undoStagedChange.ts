import type { AccountRecords } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { moveSession } from './moveSession.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/** Takes a staged change back as if it had never been: no leaf, no root and no key stays behind. */
export function undoStagedChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
): Promise<void> {
  const { staged, ...root } = records.root
  if (!staged) return Promise.resolve()
  const undone = records.sessions.filter(({ id }) => staged.grants.includes(id))
  for (const session of undone) moveSession(session, 'undo')
  return writeAccountRecords(storage, records, {
    root,
    deletedSessions: undone.map(({ id }) => id),
    deletedKeys: keysOnlyOf(records, staged.grants),
  })
}

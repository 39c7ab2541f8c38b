import type { AccountRecords, SessionRecord, StagedChange } from '../types/AccountRecords.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/** Writes down a change before the chain is asked for it: its sessions are `PENDING` until then. */
export function stageChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  parameters: {
    staged: StagedChange
    sessions?: readonly SessionRecord[]
    keys?: readonly (readonly [keyAddress: string, key: WrappedKey])[]
  },
): Promise<void> {
  const { staged, sessions = [], keys } = parameters
  return writeAccountRecords(storage, records, {
    root: {
      ...records.root,
      nextPosition: records.root.nextPosition + sessions.length,
      staged,
    },
    sessions,
    keys,
  })
}

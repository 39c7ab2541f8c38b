import type { AccountRecords, GivenUpChange } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { stageChange } from './stageChange.ts'

/**
 * Stages a change again that was given up too early: the chain has it. Its sessions are in the root
 * then, without their keys, which were destroyed; all others go on.
 */
export function stageLateChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  change: GivenUpChange,
): Promise<void> {
  const { rootBefore: _rootBefore, sessions, ...staged } = change
  return stageChange(storage, records, { staged: { ...staged, late: true }, sessions })
}

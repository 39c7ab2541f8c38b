import { numberToHex, zeroHash } from 'viem'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/** Records that the chain's root is empty: every session that was in it is over. */
export function endSessions(
  storage: SessionStorageDriver,
  records: AccountRecords,
  options: { now: number; blockNumber: bigint },
): Promise<void> {
  const ended = records.sessions.filter((session) => session.inRoot)
  return writeAccountRecords(storage, records, {
    root: { ...records.root, root: zeroHash, blockNumber: numberToHex(options.blockNumber) },
    sessions: ended.map((session) => ({
      ...session,
      status: 'REVOKED',
      inRoot: false,
      revokedAt: options.now,
    })),
    deletedKeys: keysOnlyOf(
      records,
      ended.map(({ id }) => id),
    ),
  })
}

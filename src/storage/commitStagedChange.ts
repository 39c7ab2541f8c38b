import { type Hash, numberToHex } from 'viem'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/**
 * Makes a staged change final. Call it only after its root was read back from the chain: this is
 * what writes `ACTIVE` and `REVOKED`.
 */
export function commitStagedChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  options: {
    /** Unix milliseconds. */
    now: number
    /** The block at which the root was read back. */
    blockNumber: bigint
    transactionHash?: Hash | undefined
  },
): Promise<void> {
  const { staged, ...root } = records.root
  if (!staged) return Promise.resolve()
  const { now, transactionHash, blockNumber } = options
  const changed = new Map<string, SessionRecord>()
  for (const session of records.sessions) {
    if (staged.grants.includes(session.id))
      changed.set(session.id, {
        ...session,
        status: 'ACTIVE',
        inRoot: true,
        grantedAt: now,
        transactionHash,
      })
    else if (staged.revokes.includes(session.id))
      changed.set(session.id, { ...session, status: 'REVOKED', inRoot: false, revokedAt: now })
    else if (staged.drops.includes(session.id))
      changed.set(session.id, { ...session, inRoot: false })
  }
  return writeAccountRecords(storage, records, {
    root: { ...root, root: staged.root, blockNumber: numberToHex(blockNumber) },
    sessions: [...changed.values()],
    deletedKeys: keysOnlyOf(records, [...staged.revokes, ...staged.drops]),
  })
}

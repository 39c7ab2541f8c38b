import { type Hash, numberToHex, zeroHash } from 'viem'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keepUnsettled } from './keepUnsettled.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { moveSession } from './moveSession.ts'
import { writeAccountRecords } from './writeAccountRecords.ts'

/** Records that the chain's root is empty: every session that was in it is over. */
export function endSessions(
  storage: SessionStorageDriver,
  records: AccountRecords,
  options: {
    /** Unix milliseconds. */
    now: number
    /** As of when the root was read. */
    seen: { blockNumber: bigint; blockHash: Hash; blockTime: number }
    /** How deep a block has to be to be final, blocks. */
    finality: number
  },
): Promise<void> {
  const { now, seen, finality } = options
  const ended = records.sessions.filter((session) => session.inRoot)
  const ids = ended.map(({ id }) => id)
  const block = { blockNumber: numberToHex(seen.blockNumber), blockHash: seen.blockHash }
  const lists = { grants: [], revokes: ids, drops: [] }
  const change = { kind: 'end', root: zeroHash, rootBefore: records.root.root } as const
  const confirmed = { ...change, ...lists, ...block, holder: 'chain', stagedAt: now }
  const { givenUp: _givenUp, ...root } = records.root
  return writeAccountRecords(storage, records, {
    root: {
      ...root,
      ...block,
      root: zeroHash,
      leaves: [],
      blockTime: seen.blockTime,
      unsettled: keepUnsettled([...(root.unsettled ?? []), confirmed], seen, finality),
    },
    sessions: ended.flatMap((session) => moveSession(session, 'end', { revokedAt: now }) ?? []),
    journal: ended.map(({ id, parentId }) => ({ id, parentId, message: { type: 'revoked' } })),
    deletedKeys: keysOnlyOf(records, ids),
  })
}

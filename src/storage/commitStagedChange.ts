import { type Hash, numberToHex } from 'viem'
import type { AccountRecords, ConfirmedChange, SessionRecord } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { keepUnsettled } from './keepUnsettled.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { moveSession } from './moveSession.ts'
import type { SessionEvent } from './sessionTransitions.ts'
import { type JournalEntry, writeAccountRecords } from './writeAccountRecords.ts'

export interface CommitOptions {
  /** Unix milliseconds. */
  now: number
  /** As of when the root was read back. */
  seen: { blockNumber: bigint; blockHash: Hash; blockTime: number }
  /** The block that the change is in. @default the one at which the root was read back */
  minedIn?: { blockNumber: bigint; blockHash: Hash } | undefined
  transactionHash?: Hash | undefined
  /** How deep a block has to be to be final, blocks. */
  finality: number
  /** What the chain said to the revoked keys, by session; goes into their journals. */
  refusals?: ReadonlyMap<string, Json> | undefined
}

/**
 * Makes a staged change final, with its entries in the journals. Call it only after its root was
 * read back from the chain: this is what writes `ACTIVE` and `REVOKED`.
 */
export function commitStagedChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  options: CommitOptions,
): Promise<void> {
  // what was given up before has lost its nonce to this one
  const { staged, givenUp: _givenUp, ...root } = records.root
  if (!staged) return Promise.resolve()
  const { now, seen, minedIn = seen, transactionHash } = options
  const sessions: SessionRecord[] = []
  const journal: JournalEntry[] = []
  const move = (session: SessionRecord, event: SessionEvent, change: Partial<SessionRecord>) => {
    const moved = moveSession(session, event, change)
    if (moved) sessions.push(moved)
  }
  for (const session of records.sessions) {
    const { id, parentId } = session
    if (staged.grants.includes(id)) {
      move(session, 'confirm', { grantedAt: now, transactionHash })
      journal.push({ id, parentId, message: { type: 'granted', transactionHash } })
    } else if (staged.revokes.includes(id)) {
      move(session, 'revoke', { revokedAt: now })
      const refusal = options.refusals?.get(id)
      journal.push({ id, parentId, message: { type: 'revoked', transactionHash, refusal } })
    } else if (staged.drops.includes(id)) move(session, 'drop', {})
  }
  const confirmed: ConfirmedChange = {
    ...staged,
    rootBefore: root.root,
    blockNumber: numberToHex(minedIn.blockNumber),
    blockHash: minedIn.blockHash,
  }
  return writeAccountRecords(storage, records, {
    root: {
      ...root,
      root: staged.root,
      blockNumber: numberToHex(seen.blockNumber),
      blockHash: seen.blockHash,
      blockTime: seen.blockTime,
      unsettled: keepUnsettled([...(root.unsettled ?? []), confirmed], seen, options.finality),
    },
    sessions,
    journal,
    deletedKeys: keysOnlyOf(records, [...staged.revokes, ...staged.drops]),
  })
}

import { type Hash, type Hex, hexToBigInt, numberToHex } from 'viem'
import type { AccountRecords, SessionRecord } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { moveSession } from './moveSession.ts'
import { type JournalEntry, writeAccountRecords } from './writeAccountRecords.ts'

/**
 * Takes the newest confirmed change back, because the chain dropped the block that it was in: what
 * was granted is staged again, what was revoked is live again, without its key. The operation can
 * still be mined in another block, so the change is staged as it was when it was sent.
 */
export function takeBackChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  options: {
    /** Unix milliseconds. */
    now: number
    /** As of when it was noticed. */
    seen: { blockNumber: bigint; blockHash: Hash; blockTime: number }
  },
): Promise<void> {
  const { now, seen } = options
  const unsettled = [...(records.root.unsettled ?? [])]
  const change = unsettled.pop()
  if (!change) return Promise.resolve()
  const { kind, rootBefore, blockNumber: _number, blockHash: _hash, ...staged } = change
  // the sessions, which go back to where they were, say what made the root before
  const { leaves: _leaves, ...root } = records.root
  const sessions: SessionRecord[] = []
  const journal: JournalEntry[] = []
  const { grants, revokes, drops } = change
  for (const session of records.sessions) {
    const { id, parentId } = session
    if (![...grants, ...revokes, ...drops].includes(id)) continue
    const moved = moveSession(session, 'reorganise', {
      ...(grants.includes(id) ? { grantedAt: undefined, transactionHash: undefined } : {}),
      revokedAt: undefined,
    })
    if (moved) sessions.push(moved)
    journal.push({ id, parentId, message: { type: 'reorganised' } })
  }
  return writeAccountRecords(storage, records, {
    root: {
      ...root,
      root: rootBefore,
      blockNumber: numberToHex(seen.blockNumber),
      blockHash: seen.blockHash,
      blockTime: seen.blockTime,
      unsettled,
      ...(kind === 'end'
        ? {}
        : {
            staged: {
              ...staged,
              kind,
              holder: 'chain',
              reorganised: true,
              stagedAt: now,
              ...(staged.operation
                ? {
                    operation: {
                      ...staged.operation,
                      fromBlock: lower(staged.operation.fromBlock, seen.blockNumber),
                      sentAt: now,
                      accepted: true,
                    },
                  }
                : {}),
            },
          }),
    },
    sessions,
    journal,
  })
}

function lower(a: Hex, b: bigint): Hex {
  return hexToBigInt(a) < b ? a : numberToHex(b)
}

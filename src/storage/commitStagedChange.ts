import { type Hash, type Hex, numberToHex } from 'viem'
import type { AccountRecords, ConfirmedChange, SessionRecord } from '../types/AccountRecords.ts'
import type { Json } from '../types/Json.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { findTree } from './findTree.ts'
import { keepUnsettled } from './keepUnsettled.ts'
import { keysOnlyOf } from './keysOnlyOf.ts'
import { moveSession } from './moveSession.ts'
import { sessionsInTree } from './sessionsInTree.ts'
import type { SessionEvent } from './sessionTransitions.ts'
import { storedStateOf } from './storedStateOf.ts'
import { type JournalEntry, writeAccountRecords } from './writeAccountRecords.ts'

export interface CommitOptions {
  /** Unix milliseconds. */
  now: number
  /** As of when the root was read back. */
  seen: { root: Hex; blockNumber: bigint; blockHash: Hash; blockTime: number }
  /** The leaves that were signed, where this page or process knows them itself. */
  leaves?: readonly Hex[] | undefined
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
 * read back from the chain: this is what writes `ACTIVE` and `REVOKED`. The tree on the chain says
 * who is in it, not the lists that were stored with the change.
 *
 * @returns whether the stored leaves make that root; otherwise nothing was written.
 */
export async function commitStagedChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  options: CommitOptions,
): Promise<boolean> {
  // what was given up before has lost its nonce to this one
  const { staged, givenUp: _givenUp, ...root } = records.root
  if (!staged) return true
  const { now, seen, minedIn = seen, transactionHash } = options
  const tree = findTree(records, seen.root, options.leaves)
  if (!tree) return false
  const asked = records.sessions.map((it) =>
    staged.grants.includes(it.id) && storedStateOf(it) === 'pending' ? { ...it, inRoot: true } : it,
  )
  const inTree = new Set([...sessionsInTree(asked, tree).present].map(({ id }) => id))
  const sessions: SessionRecord[] = []
  const journal: JournalEntry[] = []
  const deletedSessions: string[] = []
  const ended: string[] = []
  for (const session of records.sessions) {
    const { id, parentId } = session
    const state = storedStateOf(session)
    const move = (event: SessionEvent, change: Parameters<typeof moveSession>[2]) => {
      const moved = moveSession(session, event, change)
      if (moved) sessions.push(moved)
      else deletedSessions.push(id)
    }
    if (staged.grants.includes(id) && state === 'pending') {
      if (inTree.has(id)) {
        move('confirm', { grantedAt: now, transactionHash })
        journal.push({ id, parentId, message: { type: 'granted', transactionHash } })
      } else {
        move('undo', {})
        ended.push(id)
      }
    } else if (state === 'granted' && !inTree.has(id)) {
      ended.push(id)
      if (staged.drops.includes(id)) move('drop', {})
      else {
        move('revoke', { revokedAt: now })
        const refusal = options.refusals?.get(id)
        journal.push({ id, parentId, message: { type: 'revoked', transactionHash, refusal } })
      }
    }
  }
  const { leaves: _leaves, ...change } = staged
  const confirmed: ConfirmedChange = {
    ...change,
    rootBefore: root.root,
    blockNumber: numberToHex(minedIn.blockNumber),
    blockHash: minedIn.blockHash,
  }
  await writeAccountRecords(storage, records, {
    root: {
      ...root,
      root: seen.root,
      leaves: tree.hashes,
      blockNumber: numberToHex(seen.blockNumber),
      blockHash: seen.blockHash,
      blockTime: seen.blockTime,
      unsettled: keepUnsettled([...(root.unsettled ?? []), confirmed], seen, options.finality),
    },
    sessions,
    deletedSessions,
    journal,
    deletedKeys: keysOnlyOf(records, ended),
  })
  return true
}

import type { Hex } from 'viem'
import type { MerkleTree } from '../merkle/createMerkleTree.ts'
import type { SessionRecord } from '../types/AccountRecords.ts'
import { leafHashesOf } from './leafHashesOf.ts'

/** What stored sessions have to do with a tree that is on the chain. */
export interface SessionsInTree {
  /** The tree's root. */
  root: Hex
  /** They say that they are in the root, and all their leaves are. In the order of the tree. */
  present: ReadonlySet<SessionRecord>
  /** They say that they are in the root, and are not: the chain refuses their keys. */
  absent: readonly SessionRecord[]
  /** They say that they are over or not granted, and the chain accepts their keys. */
  hidden: ReadonlySet<SessionRecord>
  /** Leaves of the tree that belong to none of those present. */
  unclaimed: readonly Hex[]
}

/**
 * Compares what stored sessions say of themselves with a tree that is on the chain. A leaf counts
 * once for each time that it is in the tree, so that a copy of a session is not taken for one.
 */
export function sessionsInTree(
  sessions: readonly SessionRecord[],
  tree: MerkleTree,
): SessionsInTree {
  const places = new Map<Hex, number[]>()
  for (const [index, hash] of tree.hashes.entries())
    places.set(hash, [...(places.get(hash) ?? []), index])
  /** Takes the places of a session's leaves, or none of them. */
  const take = (session: SessionRecord): number | undefined => {
    const hashes = leafHashesOf(session)
    const taken: [number[], number][] = []
    for (const hash of hashes) {
      const free = places.get(hash)
      const place = free?.shift()
      if (!free || place === undefined) {
        for (const [list, index] of taken.reverse()) list.unshift(index)
        return undefined
      }
      taken.push([free, place])
    }
    return taken[0]?.[1]
  }
  const present: [SessionRecord, number][] = []
  const absent: SessionRecord[] = []
  for (const session of sessions) {
    if (!session.inRoot) continue
    const place = take(session)
    if (place === undefined) absent.push(session)
    else present.push([session, place])
  }
  const unclaimed = [...places].flatMap(([hash, free]) => free.map(() => hash))
  const left = new Set(unclaimed)
  const isHidden = (session: SessionRecord) => {
    const hashes = session.inRoot ? [] : leafHashesOf(session)
    return hashes.length > 0 && hashes.every((hash) => left.has(hash))
  }
  return {
    root: tree.root,
    present: new Set(present.sort(([, a], [, b]) => a - b).map(([session]) => session)),
    absent,
    hidden: new Set(left.size ? sessions.filter(isHidden) : []),
    unclaimed,
  }
}

import type { Hex } from 'viem'
import { createMerkleTree, type MerkleTree } from '../merkle/createMerkleTree.ts'
import { emptyRoot } from '../merkle/emptyRoot.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import { leafHashesOf } from './leafHashesOf.ts'

/**
 * The tree behind a root that was read from the chain, where what is stored makes that very root.
 * Nothing else that storage says of the tree counts: whoever can write to it could name any leaf.
 *
 * Tried are the sessions that say they are in the root, those of the staged change, and the lists of
 * hashes that were kept with either; the lists still hold when a session's record was lost or put
 * back.
 *
 * @param root As read from the chain, never from storage.
 * @returns `undefined` when nothing stored makes that root.
 */
export function findTree(
  { root: record, sessions }: Pick<AccountRecords, 'root' | 'sessions'>,
  root: Hex,
  /** A list that is known otherwise, such as that of a change that was signed here. */
  signed: readonly Hex[] = [],
): MerkleTree | undefined {
  if (root === emptyRoot) return createMerkleTree([])
  const { staged } = record
  const leaving = new Set([...(staged?.revokes ?? []), ...(staged?.drops ?? [])])
  const coming = new Set(staged?.grants)
  const claimed = () => sessions.filter(({ inRoot }) => inRoot)
  const afterStaged = () =>
    sessions.filter(({ id, inRoot }) => (inRoot && !leaving.has(id)) || coming.has(id))
  const candidates: (() => readonly Hex[])[] = [
    () => claimed().flatMap(leafHashesOf),
    () => signed,
    () => record.leaves ?? [],
    () => (staged ? afterStaged().flatMap(leafHashesOf) : []),
    () => staged?.leaves ?? [],
  ]
  for (const candidate of candidates) {
    const tree = createMerkleTree(candidate())
    if (tree.root === root.toLowerCase()) return tree
  }
  return undefined
}

import type { Hex } from 'viem'
import { createMerkleTree } from '../../src/merkle/createMerkleTree.ts'
import { hashLeaf } from '../../src/merkle/hashLeaf.ts'
import type { Session } from '../../src/types/Session.ts'

/** The root of a tree of these sessions alone, in this order. */
export function rootOf(...sessions: Pick<Session, 'permissions'>[]): Hex {
  return createMerkleTree(
    sessions.flatMap(({ permissions }) => permissions.map(({ leaf }) => hashLeaf(leaf))),
  ).root
}

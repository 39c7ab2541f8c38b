import type { Hex } from 'viem'
import { createMerkleTree } from './createMerkleTree.ts'

/**
 * The root over leaf hashes; `emptyRoot` for none.
 *
 * @example
 * const root = merkleRoot(leaves.map(hashLeaf))
 */
export function merkleRoot(hashes: readonly Hex[]): Hex {
  return createMerkleTree(hashes).root
}

import type { Hex } from 'viem'
import { createMerkleTree } from './createMerkleTree.ts'

/**
 * The proof of the leaf at `index`. For several proofs of one tree use `createMerkleTree`.
 *
 * @example
 * const proof = merkleProof(leaves.map(hashLeaf), 2)
 */
export function merkleProof(hashes: readonly Hex[], index: number): readonly Hex[] {
  return createMerkleTree(hashes).getProof(index)
}

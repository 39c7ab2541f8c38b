import type { Hex } from 'viem'
import { hashPair } from './hashPair.ts'

/**
 * Whether a proof leads from the leaf to the root, as OpenZeppelin's `MerkleProof.verify` decides.
 *
 * @example
 * verifyMerkleProof({ root, leaf: hashLeaf(leaf), proof })
 */
export function verifyMerkleProof(parameters: {
  root: Hex
  leaf: Hex
  proof: readonly Hex[]
}): boolean {
  let node = parameters.leaf.toLowerCase() as Hex
  for (const sibling of parameters.proof) node = hashPair(node, sibling.toLowerCase() as Hex)
  return node === parameters.root.toLowerCase()
}

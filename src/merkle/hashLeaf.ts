import { type Hex, keccak256 } from 'viem'
import { InvalidLeafError } from '../errors/leafErrors.ts'
import type { SessionLeaf } from '../types/SessionLeaf.ts'
import { leafProblem } from '../utils/leafProblem.ts'

/**
 * The hash of a leaf, as `SessionKeyManager.validateSessionKey` computes it:
 * `keccak256(uint48 validUntil ‖ uint48 validAfter ‖ address sessionValidationModule ‖ sessionKeyData)`.
 *
 * @throws InvalidLeafError for what cannot be packed so, and for data of 32 bytes, with which a leaf
 * equals an inner node of the tree and hides another leaf. `decodeLeaf` says the same and never throws.
 *
 * @example
 * const root = merkleRoot(leaves.map(hashLeaf))
 */
export function hashLeaf(leaf: SessionLeaf): Hex {
  const problem = leafProblem(leaf)
  if (problem) throw new InvalidLeafError(problem)
  const head = uint48(leaf.validUntil) + uint48(leaf.validAfter)
  const body = leaf.sessionValidationModule.slice(2) + leaf.sessionKeyData.slice(2)
  return keccak256(`0x${head}${body}`)
}

function uint48(seconds: number): string {
  return seconds.toString(16).padStart(12, '0')
}

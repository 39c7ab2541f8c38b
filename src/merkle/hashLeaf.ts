import { type Hex, keccak256 } from 'viem'
import type { SessionLeaf } from '../types/SessionLeaf.ts'

/**
 * The hash of a leaf, as `SessionKeyManager.validateSessionKey` computes it:
 * `keccak256(uint48 validUntil ‖ uint48 validAfter ‖ address sessionValidationModule ‖ sessionKeyData)`.
 *
 * @example
 * const root = merkleRoot(leaves.map(hashLeaf))
 */
export function hashLeaf(leaf: SessionLeaf): Hex {
  const head = uint48(leaf.validUntil) + uint48(leaf.validAfter)
  const body = leaf.sessionValidationModule.slice(2) + leaf.sessionKeyData.slice(2)
  return keccak256(`0x${head}${body}`)
}

function uint48(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds >= 2 ** 48) {
    throw new RangeError(`${seconds} does not fit into a uint48.`)
  }
  return seconds.toString(16).padStart(12, '0')
}

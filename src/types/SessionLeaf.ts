import type { Address, Hex } from 'viem'

/** When leaves are valid. Unix seconds; `0` means no bound. */
export interface Interval {
  validAfter: number
  validUntil: number
}

/**
 * The packed data that the chain checks. Its hash is
 * `keccak256(uint48 validUntil ‖ uint48 validAfter ‖ address sessionValidationModule ‖ sessionKeyData)`,
 * as `SessionKeyManager` (Biconomy Smart Account V2) computes it.
 */
export interface SessionLeaf extends Interval {
  sessionValidationModule: Address
  sessionKeyData: Hex
}

import type { Address, Hex } from 'viem'
import type { ArgumentRule } from '../types/Policy.ts'
import type { Interval } from '../types/SessionLeaf.ts'

/** A leaf of the ABI validation module, read from its bytes. */
export interface DecodedContractCall extends Interval {
  type: 'contract-call'
  sessionKey: Address
  address: Address
  /** Four bytes, lower-case. */
  selector: Hex
  /** Wei per call. */
  valueLimit: bigint
  rules: readonly ArgumentRule[]
  /** Bytes behind the last rule. The chain ignores them; they are part of the leaf's hash. */
  trailingBytes: number
}

/** A leaf of the ERC-20 validation module, read from its bytes. */
export interface DecodedErc20Transfer extends Interval {
  type: 'erc20-transfer'
  sessionKey: Address
  token: Address
  to: Address
  /** Base units of the token per call. */
  maxAmount: bigint
  /** Bytes behind the four words. The chain ignores them; they are part of the leaf's hash. */
  trailingBytes: number
}

/** A leaf of a custom module, read by the module's own code. */
export interface DecodedModuleLeaf extends Interval {
  type: 'module'
  module: Address
  parameters: unknown
  sessionKey: Address
  target: Address
}

/**
 * Why a leaf cannot be read.
 *
 * - `unknown-module`: what another validation module allows is not known.
 * - `custom-module`: only this page says what it allows (`definePermissionModule`).
 * - `module-refused`: the custom module's code cannot read the bytes.
 * - `ambiguous-node`: the data is 32 bytes long, so that the leaf equals an inner node of the tree:
 *   it can hide another leaf, which the chain would accept with it.
 * - the others: the bytes are broken, and the contracts refuse every call with them.
 */
export type UnreadableReason =
  | 'unknown-module'
  | 'custom-module'
  | 'module-refused'
  | 'ambiguous-node'
  | 'not-hex'
  | 'invalid-module'
  | 'too-short'
  | 'rule-count-too-large'
  | 'unknown-condition'
  | 'dirty-address'
  | 'invalid-interval'

/** A leaf that cannot be read. Shown as a danger, never as harmless. */
export interface UnreadableLeaf extends Interval {
  type: 'unreadable'
  reason: UnreadableReason
  sessionValidationModule: Address
  sessionKeyData: Hex
  /** What this page says that it allows, where it has code for the module. Not from the chain. */
  claim?: ModuleClaim | undefined
}

/** The words of a custom module's own code. */
export interface ModuleClaim {
  name: string
  target: Address
  sessionKey: Address
  text: string
}

/** What a leaf says, from its bytes alone. */
export type DecodedLeaf =
  | DecodedContractCall
  | DecodedErc20Transfer
  | DecodedModuleLeaf
  | UnreadableLeaf

import type { Address, Hex } from 'viem'
import type { RuleCondition } from '../types/Policy.ts'
import type { UnreadableReason } from './DecodedLeaf.ts'
import type { NamedArgument } from './NamedArgument.ts'

/**
 * The rule that forbids a call. Amounts are in wei or token base units, times in Unix seconds,
 * sizes and offsets in bytes.
 */
export type CallRefusal =
  /** The leaf's bytes are broken, or for a module that the kit does not know. */
  | { type: 'unreadable-leaf'; reason: UnreadableReason }
  /** The call itself is not one: its address, data or value is malformed. */
  | { type: 'malformed-call'; problem: string }
  | { type: 'target'; allowed: Address; actual: Address }
  | {
      type: 'selector'
      allowed: Hex
      actual: Hex
      /** Such as `transfer(address,uint256)`, where the function is known. */
      allowedSignature?: string | undefined
      actualSignature?: string | undefined
    }
  /** The calldata ends before the word that a rule reads. */
  | { type: 'short-calldata'; needed: number; actual: number }
  /** More native value than allowed. */
  | { type: 'value'; limit: bigint; actual: bigint }
  /** A word of the arguments; `offset` counts from after the selector. */
  | {
      type: 'argument'
      offset: number
      condition: RuleCondition
      referenceValue: Hex
      actual: Hex
      /** The argument there, where the function is known. */
      argument?: NamedArgument | undefined
    }
  /** An address whose upper bytes are not zero, which the ERC-20 module does not decode in a batch. */
  | { type: 'dirty-address'; offset: number; actual: Hex }
  | { type: 'recipient'; allowed: Address; actual: Address }
  /** More of the token than allowed per call. */
  | { type: 'amount'; limit: bigint; actual: bigint }
  /** A custom module's own words. */
  | { type: 'module'; module: Address; problem: string }
  | { type: 'session-key'; allowed: Address; actual: Address }
  | { type: 'not-yet-valid'; validAfter: number; now: number }
  | { type: 'expired'; validUntil: number; now: number }

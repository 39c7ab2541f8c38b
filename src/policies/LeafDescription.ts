import type { Address, Hex } from 'viem'
import type { ArgumentRule, RuleCondition } from '../types/Policy.ts'
import type { Interval } from '../types/SessionLeaf.ts'
import type { UnreadableLeaf } from './DecodedLeaf.ts'

/** A condition on an argument, with its value as the argument's type. */
export interface ConditionDescription {
  condition: RuleCondition
  /** A bigint for integers, an address, a boolean, or hex for fixed bytes. */
  value: bigint | Address | boolean | Hex
  /** The 32-byte word on the chain. */
  raw: Hex
  /** Holds for every value of the type: it only keeps malformed words out, and says nothing to a user. */
  implied: boolean
}

/**
 * One argument of the function: a plain value, a field of a tuple, or an item of a fixed array. An
 * array whose elements have no places of their own is told once for all of them: by the fields of
 * its tuples and by its addresses, otherwise as the array that it is.
 */
export interface ArgumentDescription {
  /** The path, joined by dots. */
  name: string
  /** Names and indexes; `[]` stands for any element: `transferDetails`, `[]`, `to`. */
  path: readonly string[]
  type: string
  /**
   * Bytes from after the selector; nothing where the caller chooses the place. In a dynamic tuple
   * it is known when the leaf's rules pin the pointers to the tuple to the standard encoding; no
   * condition stands for those rules.
   */
  offset: number | undefined
  conditions: readonly ConditionDescription[]
  /** Whether any value passes. */
  unrestricted: boolean
}

/**
 * Why a contract call cannot be put into words.
 *
 * - `no-abi`: the function is not known.
 * - `selector-mismatch`: the given function is another one.
 * - `signature-conflict`: the given function has the selector of a well-known one by coincidence, or by intent.
 * - `broken-abi`: the given function's types make no sense.
 * - `rule-off-word`: a rule reads a place that is no argument.
 * - `misleading-rule`: a rule's words would say something else than the chain checks; such as for a
 *   word in a dynamic tuple whose pointer is free, so that the contract may read another word.
 */
export type IllegibleReason =
  | 'no-abi'
  | 'selector-mismatch'
  | 'signature-conflict'
  | 'broken-abi'
  | 'rule-off-word'
  | 'misleading-rule'

interface Described extends Interval {
  sessionKey: Address
  /** The contract that is called. */
  target: Address
  /** Whether everything could be put into words. If not, show `rawRules`, and a danger. */
  readable: boolean
  arguments: readonly ArgumentDescription[]
  /** Wei per call. */
  valueLimit: bigint
  trailingBytes: number
}

export interface ContractCallDescription extends Described {
  type: 'contract-call'
  illegible: IllegibleReason | undefined
  selector: Hex
  /** Known when the function is; its selector matches. */
  functionName: string | undefined
  /** Such as `transfer(address,uint256)`. */
  signature: string | undefined
  /** Where names and types come from: the well-known functions, which win, or the given ABI. */
  source: 'well-known' | 'abi' | undefined
  /** The rules as the chain has them. */
  rawRules: readonly ArgumentRule[]
}

export interface Erc20TransferDescription extends Described {
  type: 'erc20-transfer'
  token: Address
  to: Address
  /** Base units of the token per call. */
  maxAmount: bigint
  /** The module does not look at the selector, so that other functions of the token pass too. */
  anyFunction: true
}

/** What a leaf allows, in parts that a UI puts into words. */
export type LeafDescription = ContractCallDescription | Erc20TransferDescription | UnreadableLeaf

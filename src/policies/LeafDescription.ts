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

/** One argument of the function, or one word of a tuple or fixed array. */
export interface ArgumentDescription {
  /** The path, joined by dots. */
  name: string
  path: readonly string[]
  type: string
  /** Bytes from after the selector; nothing where the caller chooses the place. */
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
 * - `misleading-rule`: a rule's words would say something else than the chain checks.
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

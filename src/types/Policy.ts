import type { AbiFunction, Address, Hex } from 'viem'

/** How the ABI validation module compares: unsigned, on one raw 32-byte word of the calldata. */
export type RuleCondition = 'equal' | 'atMost' | 'below' | 'atLeast' | 'above' | 'notEqual'

/** One comparison of one word of a call's arguments with a reference value. */
export interface ArgumentRule {
  /** Bytes from after the selector; a multiple of 32 when built from an ABI. */
  offset: number
  condition: RuleCondition
  /** The 32-byte word compared with. */
  referenceValue: Hex
}

/** Calls of one function of one contract, as far as every rule holds. One leaf. */
export interface ContractCallPermission {
  type: 'contract-call'
  /** The contract that may be called. */
  address: Address
  /** Four bytes. */
  selector: Hex
  rules: readonly ArgumentRule[]
  /** The native value that each call may carry at most, in wei. */
  valueLimit: bigint
  /** The function, where it is known: names the arguments in words and is never trusted for more. */
  abiFunction?: AbiFunction | undefined
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/**
 * A transfer of one token to one recipient, capped per call, as Biconomy's
 * `ERC20SessionValidationModule` checks it. That module does not look at the function, so that
 * others pass too, such as `approve(to, amount)`: see `erc20ModuleTransfer`. One leaf.
 */
export interface Erc20TransferPermission {
  type: 'erc20-transfer'
  token: Address
  to: Address
  /** The most that each call may move, in the token's base units. The chain counts no total. */
  maxAmount: bigint
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/** What a validation module of one's own checks; made by `definePermissionModule`. One leaf. */
export interface ModulePermission {
  type: 'module'
  /** The validation module. */
  module: Address
  /** The one contract that may be called. */
  target: Address
  /** What the module takes. */
  parameters: unknown
  /** Whether the user may not leave this permission out. @default false */
  required?: boolean | undefined
}

/** One rule set, and one leaf of the tree. */
export type Permission = ContractCallPermission | Erc20TransferPermission | ModulePermission

/**
 * When a policy is valid: relative to the approval, or absolute. Seconds.
 * `{ validUntil: 0 }` never expires, and is only built when `never` is written.
 */
export type PolicyExpiry = { expiresIn: number } | { validUntil: number }

/** What a dapp asks for: permissions and when they are valid. Made by `definePolicy`. */
export interface Policy {
  permissions: readonly Permission[]
  /** Unix seconds; `0` means at once. */
  validAfter: number
  expiry: PolicyExpiry
  /**
   * Whether several calls may go in one operation. That needs Biconomy's batch router, and while it is
   * enabled anybody can make the account spend its coin on fees. @default false
   */
  batch?: true | undefined
}

/** A call, as in viem: what a session is asked to send. */
export interface Call {
  to: Address
  data?: Hex | undefined
  /** Wei. */
  value?: bigint | undefined
}

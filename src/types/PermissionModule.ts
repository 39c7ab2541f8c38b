import type { Address, Hex } from 'viem'

/** A call as the contracts get it: hexadecimal in lower case, nothing left out. */
export interface CheckedCall {
  to: Address
  data: Hex
  /** Wei. */
  value: bigint
}

/**
 * What a session validation module of one's own checks, for the kit to encode, read back, predict
 * and put into words. `parameters` are what the dapp writes; plain data.
 */
export interface PermissionModule<parameters> {
  /** A short name, for messages. */
  readonly name: string
  /** The validation module (`ISessionValidationModule`). */
  readonly address: Address
  /** The one contract that calls may go to: escalation is checked on it, and the module must too. */
  target(parameters: parameters): Address
  /** `sessionKeyData`, byte for byte as the module reads it. */
  encode(parameters: parameters, sessionKey: Address): Hex
  /** The reverse. Nothing, or an error, where the bytes are none of this module's. */
  decode(sessionKeyData: Hex): { parameters: parameters; sessionKey: Address } | undefined
  /** Why the module would refuse a call to the target, in words; nothing when it would not. */
  evaluate(parameters: parameters, call: CheckedCall): string | undefined
  /** What is allowed, in words. */
  describe(parameters: parameters): string
}

import type { Address, Hex } from 'viem'

/** A user operation of entry point 0.6 in JSON-RPC form, with every field present. */
export type UserOperation = {
  sender: Address
  nonce: Hex
  initCode: Hex
  callData: Hex
  callGasLimit: Hex
  verificationGasLimit: Hex
  preVerificationGas: Hex
  maxFeePerGas: Hex
  maxPriorityFeePerGas: Hex
  paymasterAndData: Hex
  signature: Hex
}

import { type Address, type Hex, hexToBigInt } from 'viem'
import type { Json } from '../types/Json.ts'
import type { UserOperation } from '../types/UserOperation.ts'

/** A user operation in the form that JSON-RPC has it, as it was stored, read back. */
export function parseUserOperation(stored: Json): Required<Omit<UserOperation, 'authorization'>> {
  const it = stored as Record<string, Hex>
  const quantity = (name: string) => hexToBigInt(it[name] ?? '0x0')
  return {
    sender: it.sender as Address,
    nonce: quantity('nonce'),
    initCode: it.initCode ?? '0x',
    callData: it.callData ?? '0x',
    callGasLimit: quantity('callGasLimit'),
    verificationGasLimit: quantity('verificationGasLimit'),
    preVerificationGas: quantity('preVerificationGas'),
    maxFeePerGas: quantity('maxFeePerGas'),
    maxPriorityFeePerGas: quantity('maxPriorityFeePerGas'),
    paymasterAndData: it.paymasterAndData ?? '0x',
    signature: it.signature ?? '0x',
  }
}

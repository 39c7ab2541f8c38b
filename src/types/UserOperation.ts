import type { Hash } from 'viem'
import type { UserOperation as ViemUserOperation } from 'viem/account-abstraction'

/** An ERC-4337 user operation for EntryPoint v0.6. */
export type UserOperation = ViemUserOperation<'0.6'>

/** What became of a mined user operation. */
export interface UserOperationReceipt {
  userOpHash: Hash
  transactionHash: Hash
  blockNumber: bigint
  blockHash: Hash
  /** Whether its calls went through; it was paid for in any case. */
  success: boolean
  /** What the calls reverted with, in words, where it is known. */
  revertReason?: string | undefined
  /** What its gas cost, wei. */
  actualGasCost: bigint
}

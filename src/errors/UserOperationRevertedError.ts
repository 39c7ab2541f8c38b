import type { Hash, Hex } from 'viem'
import { BaseError } from './BaseError.ts'

/** The user operation was mined, and its calls reverted. Gas was paid; nothing else changed. */
export class UserOperationRevertedError extends BaseError {
  override name = 'UserOperationRevertedError'
  readonly userOpHash: Hash
  readonly transactionHash: Hash
  constructor(options: {
    userOpHash: Hash
    transactionHash: Hash
    reason?: string | undefined
    data?: Hex | undefined
  }) {
    const { userOpHash, transactionHash, reason } = options
    super(`The call reverted on the chain${reason ? `: ${reason}` : '.'}`, {
      metaMessages: [
        'The session allowed it, but the contract that was called refused.',
        'Its gas was paid; apart from that the chain is as before.',
        `User operation: ${userOpHash}`,
        `Transaction: ${transactionHash}`,
      ],
    })
    this.userOpHash = userOpHash
    this.transactionHash = transactionHash
  }
}

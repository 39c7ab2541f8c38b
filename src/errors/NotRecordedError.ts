import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'

/** A user operation was sent, and what became of it could not be stored. */
export class NotRecordedError extends BaseError {
  override name = 'NotRecordedError'
  readonly userOpHash: Hash
  /** Present when it was mined. */
  readonly transactionHash: Hash | undefined
  constructor(options: { userOpHash: Hash; transactionHash?: Hash | undefined; cause: BaseError }) {
    const { userOpHash, transactionHash, cause } = options
    super(
      transactionHash
        ? 'The user operation is on the chain, but this could not be stored.'
        : 'The user operation was sent, but this could not be stored.',
      {
        cause,
        chainEffect: transactionHash ? 'changed' : 'unknown',
        details: cause.shortMessage,
        metaMessages: [
          'Do not send it again. See why the storage failed; reconcileSessions() then settles sessions with the chain.',
          `User operation: ${userOpHash}`,
          ...(transactionHash ? [`Transaction: ${transactionHash}`] : []),
        ],
      },
    )
    this.userOpHash = userOpHash
    this.transactionHash = transactionHash
  }
}

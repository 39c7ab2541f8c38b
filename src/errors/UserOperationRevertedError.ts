import { type Hash, type Hex, isHex } from 'viem'
import { BaseError } from './BaseError.ts'
import { describeRevert } from './describeRevert.ts'

/** The user operation was mined, and its calls reverted. Gas was paid; nothing else changed. */
export class UserOperationRevertedError extends BaseError {
  override name = 'UserOperationRevertedError'
  readonly userOpHash: Hash
  readonly transactionHash: Hash
  /** The text of the called contract, or the name of its error, where it is known. */
  readonly reason: string | undefined
  /** A custom error of the called contract: its ABI and viem's `decodeErrorResult` tell more. */
  readonly data: Hex | undefined
  constructor(options: {
    userOpHash: Hash
    transactionHash: Hash
    /** What the calls reverted with: words, or the bytes where nobody could read them. */
    reason?: string | undefined
  }) {
    const { userOpHash, transactionHash } = options
    const { reason, meaning, fix, isUnknownData } = describeRevert(options.reason, 'calls')
    const words = isUnknownData ? `custom error ${reason?.slice(0, 10)}` : reason
    super(
      `The call reverted on the chain${words ? `: ${meaning ? `${meaning} (${words})` : words}` : '.'}`,
      {
        metaMessages: [
          'The account allowed it, but the contract that was called refused.',
          ...(fix ? [fix] : []),
          ...(isUnknownData
            ? [
                'Read it with the ABI of the contract: decodeErrorResult({ abi, data: error.data }).',
              ]
            : []),
          ...(words ? [] : ['It gave no reason; it may have run out of gas.']),
          'Its gas was paid; apart from that the chain is as before.',
          `User operation: ${userOpHash}`,
          `Transaction: ${transactionHash}`,
        ],
      },
    )
    this.userOpHash = userOpHash
    this.transactionHash = transactionHash
    this.reason = isUnknownData ? undefined : reason
    this.data = isUnknownData && isHex(reason) ? reason : undefined
  }
}

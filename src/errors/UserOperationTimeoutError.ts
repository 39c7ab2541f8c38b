import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'

/** A user operation was accepted, and was not seen on the chain in time. */
export class UserOperationTimeoutError extends BaseError {
  override name = 'UserOperationTimeoutError'
  readonly userOpHash: Hash
  constructor({ userOpHash, timeout }: { userOpHash: Hash; timeout: number }) {
    super(`The user operation was not mined within ${timeout / 1000} s.`, {
      chainEffect: 'unknown',
      metaMessages: [
        `User operation: ${userOpHash}`,
        'It can still be mined. The session is settled with the chain on the next load, or by reconcileSessions().',
      ],
    })
    this.userOpHash = userOpHash
  }
}

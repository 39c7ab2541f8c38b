import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'
import { describeFees, type UnpaidFees } from './describeFees.ts'

/** A user operation was accepted, and was not seen on the chain in time. */
export class UserOperationTimeoutError extends BaseError {
  override name = 'UserOperationTimeoutError'
  readonly userOpHash: Hash
  /** Milliseconds. */
  readonly timeout: number
  constructor(options: { userOpHash: Hash; timeout: number; fees?: UnpaidFees | undefined }) {
    const { userOpHash, timeout, fees } = options
    super(`The user operation was not mined within ${timeout / 1000} s.`, {
      chainEffect: 'unknown',
      metaMessages: [
        `User operation: ${userOpHash}`,
        ...(fees ? [describeFees(fees)] : []),
        'It can still be mined. The session is settled with the chain on the next load, or by reconcileSessions().',
      ],
    })
    this.userOpHash = userOpHash
    this.timeout = timeout
  }

  /** The same, once the price of gas is known to be why. */
  withFees(fees: UnpaidFees): UserOperationTimeoutError {
    return new UserOperationTimeoutError({ ...this, fees })
  }
}

import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'
import { describeFees, type UnpaidFees } from './describeFees.ts'

/** The bundler took a user operation, and gave it up before it was mined. */
export class UserOperationDroppedError extends BaseError {
  override name = 'UserOperationDroppedError'
  readonly userOpHash: Hash
  constructor({ userOpHash, fees }: { userOpHash: Hash; fees?: UnpaidFees | undefined }) {
    super('The bundler gave the user operation up before it was mined.', {
      metaMessages: [
        'It changed nothing on the chain. What it stood on changed meanwhile: its session was revoked, its nonce used, or its fee too low.',
        ...(fees ? [describeFees(fees)] : []),
        'Send it again; that takes its place, so that it cannot happen twice.',
        `User operation: ${userOpHash}`,
      ],
    })
    this.userOpHash = userOpHash
  }

  /** The same, once the price of gas is known to be why. */
  withFees(fees: UnpaidFees): UserOperationDroppedError {
    return new UserOperationDroppedError({ userOpHash: this.userOpHash, fees })
  }
}

import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'

/** The bundler took a user operation, and gave it up before it was mined. */
export class UserOperationDroppedError extends BaseError {
  override name = 'UserOperationDroppedError'
  readonly userOpHash: Hash
  constructor({ userOpHash }: { userOpHash: Hash }) {
    super('The bundler gave the user operation up before it was mined.', {
      metaMessages: [
        'What it stood on changed meanwhile: its session was revoked, its nonce used, or its fee too low.',
        'Send it again; that takes its place, so that it cannot happen twice.',
        `User operation: ${userOpHash}`,
      ],
    })
    this.userOpHash = userOpHash
  }
}

import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'

/** An earlier grant or revocation of this account is not settled. */
export class ChangeInFlightError extends BaseError {
  override name = 'ChangeInFlightError'
  constructor({ userOpHash }: { userOpHash?: Hash | undefined }) {
    super('An earlier grant or revocation of this account is still in flight.', {
      metaMessages: [
        ...(userOpHash ? [`User operation: ${userOpHash}`] : []),
        'Two changes at once would undo each other, so this one was not sent.',
        'Try again when the other is settled; reconcileSessions() looks on the chain whether it is.',
      ],
    })
  }
}

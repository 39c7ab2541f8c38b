import type { Hash } from 'viem'
import { BaseError } from './BaseError.ts'

/** An earlier grant or revocation of this account is not settled. */
export class ChangeInFlightError extends BaseError {
  override name = 'ChangeInFlightError'
  constructor({ userOpHash }: { userOpHash?: Hash | undefined }) {
    super('An earlier grant or revocation of this account is still in flight.', {
      metaMessages: [
        ...(userOpHash ? [`User operation: ${userOpHash}`] : []),
        'Two changes at once would undo each other. Wait until it is settled, then try again.',
      ],
    })
  }
}

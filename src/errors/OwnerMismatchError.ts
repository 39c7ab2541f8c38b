import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** Another account signed, or is connected, than the owner of the smart account. */
export class OwnerMismatchError extends BaseError {
  override name = 'OwnerMismatchError'
  constructor(options: {
    owner: Address
    actual: Address
    /** Whether `actual` was read from a signature. @default false */
    signed?: boolean | undefined
  }) {
    const { owner, actual, signed = false } = options
    super(
      signed
        ? `The signature is not the owner's: it fits ${actual}, and the smart account belongs to ${owner}.`
        : `The wallet acts as ${actual}, but the smart account belongs to ${owner}.`,
      {
        metaMessages: signed
          ? [
              'The wallet signed with another account, or another message than it was asked for.',
              'Choose the owner in the wallet and try again. Nothing was sent.',
            ]
          : ['Switch the wallet to the owner and try again. Nothing was sent.'],
      },
    )
  }
}

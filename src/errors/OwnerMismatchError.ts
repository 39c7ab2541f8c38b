import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** Another account signed, or is connected, than the owner of the smart account. */
export class OwnerMismatchError extends BaseError {
  override name = 'OwnerMismatchError'
  constructor({ owner, actual }: { owner: Address; actual: Address }) {
    super(`The wallet acts as ${actual}, but the smart account belongs to ${owner}.`, {
      metaMessages: [
        'Switch the wallet to the owner and try again. Nothing was sent.',
        'An owner that is itself a contract cannot sign for a Biconomy V2 account with the ECDSA module.',
      ],
    })
  }
}

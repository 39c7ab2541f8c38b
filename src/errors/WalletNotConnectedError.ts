import { BaseError } from './BaseError.ts'

/** There is no wallet to ask. */
export class WalletNotConnectedError extends BaseError {
  override name = 'WalletNotConnectedError'
  constructor() {
    super('No wallet is connected.', {
      metaMessages: [
        'Connect a wallet first; only the owner can grant or revoke. Nothing was sent.',
      ],
    })
  }
}

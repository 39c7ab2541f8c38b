import { BaseError } from './BaseError.ts'

/** The wallet failed to sign, for another reason than a rejection. */
export class WalletError extends BaseError {
  override name = 'WalletError'
  constructor({ cause }: { cause: unknown }) {
    super('The wallet could not sign.', {
      cause,
      details: cause instanceof Error ? cause.message.split('\n')[0] : undefined,
      metaMessages: [
        'Nothing was sent. See whether the wallet is unlocked and answers, and try again.',
      ],
    })
  }
}

import { BaseError } from './BaseError.ts'

/** The key of a session is not in this storage. */
export class SignerNotFoundError extends BaseError {
  override name = 'SignerNotFoundError'
  constructor({ keyAddress }: { keyAddress: string }) {
    // the SDK's own words, which callers compare with
    super('Signer not found.', {
      metaMessages: [
        `Session key: ${keyAddress}`,
        'It was created on another device, or destroyed with its session. Nothing was signed.',
        'Use the session where it was granted, or grant a new one here.',
      ],
    })
  }
}

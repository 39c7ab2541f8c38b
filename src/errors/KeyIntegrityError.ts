import type { Address } from 'viem'
import { BaseError } from './BaseError.ts'

/** A session key's stored bytes were changed, or belong to another account, chain or key. */
export class KeyIntegrityError extends BaseError {
  override name = 'KeyIntegrityError'
  readonly keyAddress: Address

  constructor(keyAddress: Address, problem: string, options: { cause?: unknown } = {}) {
    super(`The session key ${keyAddress} was not used: ${problem}.`, {
      cause: options.cause,
      metaMessages: [
        'Its stored bytes were changed, or come from another account, chain or key.',
        'Revoke the session with the owner wallet, which needs no session key, and grant a new one.',
      ],
    })
    this.keyAddress = keyAddress
  }
}

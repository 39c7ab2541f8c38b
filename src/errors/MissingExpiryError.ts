import { BaseError } from './BaseError.ts'

/** A policy must say when it ends; `never` has to be written. */
export class MissingExpiryError extends BaseError {
  override name = 'MissingExpiryError'
  constructor() {
    super('The policy does not say when it ends.', {
      metaMessages: [
        'Fix: give `expiresIn` (such as `{ hours: 2 }`) or `validUntil` (Unix seconds, or a Date).',
        "A key that never expires has to be asked for in words: `expiresIn: 'never'`.",
      ],
    })
  }
}

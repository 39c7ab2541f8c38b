import { BaseError } from './BaseError.ts'

/** A search that names neither a session id, nor key and module. */
export class SearchParameterError extends BaseError {
  override name = 'SearchParameterError'
  constructor() {
    // the SDK's own words, which callers compare with
    super(
      'Either pass sessionId or a combination of sessionPublicKey and sessionValidationModule address.',
    )
  }
}

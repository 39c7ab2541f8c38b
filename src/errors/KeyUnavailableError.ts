import { BaseError } from './BaseError.ts'

/** The vault that holds a session key cannot be opened here. The key may still be fine elsewhere. */
export class KeyUnavailableError extends BaseError {
  override name = 'KeyUnavailableError'

  /** @param fix What the developer or the user can do about it. */
  constructor(problem: string, fix: string, options: { cause?: unknown } = {}) {
    super(problem, { cause: options.cause, metaMessages: [fix] })
  }
}

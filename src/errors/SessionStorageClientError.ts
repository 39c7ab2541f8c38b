import { BaseError } from './BaseError.ts'

/**
 * A store that implements `ISessionStorage` did not do what that interface promises. Grants and
 * revocations are not affected: what counts is in the storage beside it, and on the chain.
 */
export class SessionStorageClientError extends BaseError {
  override name = 'SessionStorageClientError'
  /** Which of its methods. */
  readonly method: string

  /** @param options.cause Leave it away where the store was given a key: its error may show it. */
  constructor(options: { method: string; problem: string; cause?: unknown }) {
    const { method, problem, cause } = options
    super(`The custom session storage failed: ${method}() ${problem}.`, {
      cause,
      details: cause instanceof Error ? cause.message : undefined,
      metaMessages: [
        'GrantKit keeps the sessions in a storage of its own; they are as they were.',
        'The custom storage is brought up to date with the next change, and the next time that it is opened.',
      ],
    })
    this.method = method
  }
}

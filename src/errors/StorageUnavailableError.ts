import { BaseError, type BaseErrorOptions } from './BaseError.ts'

/** The storage cannot be reached, or refused to work. Nothing is known to be written. */
export class StorageUnavailableError extends BaseError {
  override name = 'StorageUnavailableError'

  /** @param fix What the developer or the user can do about it. */
  constructor(
    problem: string,
    fix: string,
    options: Pick<BaseErrorOptions, 'cause' | 'details'> = {},
  ) {
    super(problem, { ...options, metaMessages: [fix] })
  }
}

import { BaseError } from './BaseError.ts'

/** Storage was asked for something that has no meaning: a malformed address, prefix, cursor or batch. */
export class StorageInputError extends BaseError {
  override name = 'StorageInputError'

  constructor(problem: string, fix: string) {
    super(`Storage was called wrongly: ${problem}.`, { metaMessages: [fix] })
  }
}

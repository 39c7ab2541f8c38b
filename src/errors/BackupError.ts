import { BaseError } from './BaseError.ts'

/** A backup cannot be opened, or does not belong here. Nothing was changed. */
export class BackupError extends BaseError {
  override name = 'BackupError'

  constructor(problem: string, options: { cause?: unknown } = {}) {
    super(`The backup was not restored: ${problem}.`, {
      cause: options.cause,
      metaMessages: [
        'Nothing was changed, here or on the chain. Try another password or another file; the owner can grant sessions anew.',
      ],
    })
  }
}

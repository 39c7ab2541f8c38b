import { BaseError } from './BaseError.ts'

/** The storage is full. Nothing of the write was kept. */
export class StorageQuotaError extends BaseError {
  override name = 'StorageQuotaError'

  constructor(driver: string, options: { cause?: unknown } = {}) {
    super(`The ${driver} storage is full.`, {
      cause: options.cause,
      metaMessages: [
        'Nothing was written. Delete sessions that ended, or free space for this site in the browser.',
        ...(driver === 'localStorage'
          ? ['localStorage holds about 5 MB for a whole origin; `indexedDb()` holds far more.']
          : []),
      ],
    })
  }
}

import { BaseError } from './BaseError.ts'

export interface StorageQuotaErrorOptions {
  cause?: unknown
  /** What a server allows: so many bytes for one account, or for all accounts of who signed in. */
  quota?: { bytes: number; of: 'account' | 'signer' } | undefined
}

/** The storage is full. Nothing of the write was kept. */
export class StorageQuotaError extends BaseError {
  override name = 'StorageQuotaError'
  /** The limit that was reached, where the storage names one. */
  readonly quota: StorageQuotaErrorOptions['quota']

  constructor(driver: string, { cause, quota }: StorageQuotaErrorOptions = {}) {
    const whose = quota?.of === 'signer' ? 'all accounts of this wallet' : 'this account'
    super(
      quota
        ? `The ${driver} storage is full: ${whose} may take up ${quota.bytes} bytes.`
        : `The ${driver} storage is full.`,
      {
        cause,
        metaMessages: [
          quota
            ? 'Nothing was written. Delete sessions that ended and journals that are not needed, or have the server allow more (`limits`).'
            : 'Nothing was written. Delete sessions that ended, or free space for this site in the browser.',
          ...(driver === 'localStorage'
            ? ['localStorage holds about 5 MB for a whole origin; `indexedDb()` holds far more.']
            : []),
        ],
      },
    )
    this.quota = quota
  }
}

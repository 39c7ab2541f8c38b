import type { RecordAddress, Revision } from '../types/Storage.ts'
import { BaseError } from './BaseError.ts'
import { describeRecord } from './describeRecord.ts'

/** What was found in a format that this version of GrantKit does not know. */
export interface StorageVersionErrorParameters {
  /** The record; absent when it is the whole database. */
  address?: RecordAddress | undefined
  /** The version found, where it could be read. */
  found?: number | undefined
  /** The newest version that is understood. */
  supported: number
  /** Stands for exactly these bytes: the only `ifRevision` that may replace or delete them. */
  revision?: Revision | undefined
  cause?: unknown
}

/** A newer version of GrantKit wrote this. It is refused, and never erased. */
export class StorageVersionError extends BaseError {
  override name = 'StorageVersionError'
  readonly address: RecordAddress | undefined
  readonly found: number | undefined
  readonly supported: number
  readonly revision: Revision | undefined

  constructor({ address, found, supported, revision, cause }: StorageVersionErrorParameters) {
    const what = address ? `stored ${describeRecord(address)}` : 'session database'
    super(
      `The ${what} is in a newer format (version ${found ?? 'unknown'}) than this page knows (${supported}).`,
      {
        cause,
        metaMessages: [
          'It was left as it is. Reload the page, or update GrantKit to the version that wrote it.',
        ],
      },
    )
    this.address = address
    this.found = found
    this.supported = supported
    this.revision = revision
  }
}

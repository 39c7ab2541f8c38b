import type { RecordAddress, Revision } from '../types/Storage.ts'
import { BaseError } from './BaseError.ts'
import { describeRecord } from './describeRecord.ts'

/** What a conflict was about. */
export interface StorageConflictErrorParameters {
  address: RecordAddress
  /** The `ifRevision` that was asked for. */
  expected: Revision | null
  /** What is there; `null` for nothing. */
  actual: Revision | null
  /** Which operation of a batch it was. */
  operation?: number | undefined
}

/** A record is not as the caller last saw it (`ifRevision`). Nothing was written. */
export class StorageConflictError extends BaseError {
  override name = 'StorageConflictError'
  readonly address: RecordAddress
  readonly expected: Revision | null
  readonly actual: Revision | null
  readonly operation: number | undefined

  constructor({ address, expected, actual, operation }: StorageConflictErrorParameters) {
    const what = describeRecord(address)
    super(
      expected === null
        ? `There is a stored ${what} already.`
        : actual === null
          ? `The stored ${what} is gone.`
          : `The stored ${what} was changed in the meantime.`,
      {
        metaMessages: [
          'Nothing was written. Read it again, and repeat the change on what is there now.',
        ],
      },
    )
    this.address = address
    this.expected = expected
    this.actual = actual
    this.operation = operation
  }
}

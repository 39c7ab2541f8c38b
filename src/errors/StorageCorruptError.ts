import type { RecordAddress, Revision } from '../types/Storage.ts'
import { BaseError, type BaseErrorOptions } from './BaseError.ts'
import { describeRecord } from './describeRecord.ts'

/**
 * A stored record is damaged, or is of an older version and cannot be brought into this one. It is neither returned nor overwritten: to discard it, delete it with
 * `ifRevision` set to this error's `revision`, which stands for exactly these broken bytes.
 */
export class StorageCorruptError extends BaseError {
  override name = 'StorageCorruptError'
  readonly address: RecordAddress
  readonly revision: Revision

  constructor(
    address: RecordAddress,
    revision: Revision,
    options: Pick<BaseErrorOptions, 'details'> = {},
  ) {
    super(`The stored ${describeRecord(address)} is damaged and cannot be read.`, {
      ...options,
      metaMessages: [
        'It was left as it is. It was changed by something else than GrantKit, or only partly written.',
        'To give it up, delete it with `ifRevision: error.revision`, and grant the session anew.',
      ],
    })
    this.address = address
    this.revision = revision
  }
}

import { BaseError } from './BaseError.ts'

/** A value that JSON cannot hold was to be stored. Names where it is and what it is, not its content. */
export class StorageValueError extends BaseError {
  override name = 'StorageValueError'
  /** Where in the value, such as `value.calls[2].data`. */
  readonly path: string

  constructor(path: string, found: string) {
    super(`Only JSON can be stored, and ${path} is ${found}.`, {
      metaMessages: [
        'Nothing was written. Leave undefined properties out, and write bigints as strings.',
      ],
    })
    this.path = path
  }
}

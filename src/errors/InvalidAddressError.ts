import { BaseError } from './BaseError.ts'

/** Something that should be an address is not one. */
export class InvalidAddressError extends BaseError {
  override name = 'InvalidAddressError'
  /** Which of the inputs it was, such as `permissions[0].token`. */
  readonly parameter: string
  constructor(options: { parameter: string; value: unknown }) {
    super(`\`${options.parameter}\` is not an address: ${printed(options.value)}.`, {
      metaMessages: ['Fix: an address is `0x` and 40 hexadecimal digits (20 bytes).'],
    })
    this.parameter = options.parameter
  }
}

/** Nothing of what is too long: a private key in the wrong place must not get into a log. */
function printed(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value
  return value.length > 42 ? `a text of ${value.length} characters` : JSON.stringify(value)
}

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

function printed(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}

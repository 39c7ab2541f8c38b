import { BaseError } from './BaseError.ts'
import { quoted } from './quoted.ts'

/** A value limit or an amount that is negative, or larger than the chain can hold. */
export class InvalidLimitError extends BaseError {
  override name = 'InvalidLimitError'
  /** Which of the inputs it was, such as `valueLimit`. */
  readonly parameter: string
  constructor(options: { parameter: string; value: unknown; bits: number }) {
    super(`\`${options.parameter}\` must be a bigint from 0 to 2^${options.bits} − 1.`, {
      metaMessages: [
        `Given: ${typeof options.value === 'bigint' ? quoted(options.value) : typeof options.value}.`,
        'Fix: give base units, such as `parseUnits("1", 6)` or `parseEther("0.1")`.',
      ],
    })
    this.parameter = options.parameter
  }
}

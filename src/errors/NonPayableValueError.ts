import { BaseError } from './BaseError.ts'

/** A value limit above zero for a function that takes no value. */
export class NonPayableValueError extends BaseError {
  override name = 'NonPayableValueError'
  constructor(options: { signature: string; valueLimit: bigint }) {
    super(`\`${options.signature}\` is not payable, so \`valueLimit\` must be 0.`, {
      metaMessages: [
        `Given: ${options.valueLimit} wei. Every call that carries value would revert.`,
        'Fix: leave `valueLimit` out, or use the payable function that was meant.',
      ],
    })
  }
}

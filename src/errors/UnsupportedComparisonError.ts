import { BaseError } from './BaseError.ts'

/** A comparison that the chain cannot make for this type without saying less than it seems to. */
export class UnsupportedComparisonError extends BaseError {
  override name = 'UnsupportedComparisonError'
  readonly argument: string
  constructor(options: { argument: string; type: string; problem: string; fix: string }) {
    super(`\`args.${options.argument}\` (${options.type}) ${options.problem}.`, {
      metaMessages: [
        'Smart Account V2 compares the raw 32-byte word, unsigned.',
        `Fix: ${options.fix}`,
      ],
    })
    this.argument = options.argument
  }
}

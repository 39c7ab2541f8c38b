import { BaseError } from './BaseError.ts'

/** A reference value that the argument's type cannot hold. */
export class InvalidArgumentValueError extends BaseError {
  override name = 'InvalidArgumentValueError'
  readonly argument: string
  constructor(options: { argument: string; type: string; problem: string; fix: string }) {
    super(`\`args.${options.argument}\` (${options.type}) ${options.problem}.`, {
      metaMessages: [`Fix: ${options.fix}`],
    })
    this.argument = options.argument
  }
}

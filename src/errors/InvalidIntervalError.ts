import { BaseError } from './BaseError.ts'

/** An expiry or a start that cannot be: not a time, in the past, or the end before the start. */
export class InvalidIntervalError extends BaseError {
  override name = 'InvalidIntervalError'
  /** Which of the inputs it was, such as `validUntil`. */
  readonly parameter: string
  constructor(options: { parameter: string; problem: string; fix: string }) {
    super(`\`${options.parameter}\` ${options.problem}.`, {
      metaMessages: [`Fix: ${options.fix}`],
    })
    this.parameter = options.parameter
  }
}

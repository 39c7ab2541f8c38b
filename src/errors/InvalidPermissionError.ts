import { BaseError } from './BaseError.ts'

/** A permission whose parts cannot be put into a leaf. */
export class InvalidPermissionError extends BaseError {
  override name = 'InvalidPermissionError'
  constructor(options: { parameter: string; problem: string; fix: string; cause?: unknown }) {
    super(`\`${options.parameter}\` ${options.problem}.`, {
      cause: options.cause,
      metaMessages: [`Fix: ${options.fix}`],
    })
  }
}

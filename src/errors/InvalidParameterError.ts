import { BaseError } from './BaseError.ts'

/** A parameter that no call could make sense of. */
export class InvalidParameterError extends BaseError {
  override name = 'InvalidParameterError'
  constructor(options: { parameter: string; problem: string; fix: string }) {
    super(`\`${options.parameter}\` ${options.problem}.`, {
      metaMessages: [options.fix, 'Nothing was stored or sent.'],
    })
  }
}

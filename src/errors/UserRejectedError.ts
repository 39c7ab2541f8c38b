import { BaseError } from './BaseError.ts'

/** The user said no, in the approval or in the wallet. */
export class UserRejectedError extends BaseError {
  override name = 'UserRejectedError'
  constructor(options: { where: 'approval' | 'wallet'; cause?: unknown }) {
    super(
      options.where === 'wallet'
        ? 'The request was rejected in the wallet.'
        : 'The request was declined.',
      {
        cause: options.cause,
        metaMessages: ['Nothing was granted, sent or stored. It can be asked again.'],
      },
    )
  }
}

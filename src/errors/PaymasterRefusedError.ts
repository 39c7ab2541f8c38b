import { BaseError } from './BaseError.ts'

/** The paymaster did not sponsor the user operation. */
export class PaymasterRefusedError extends BaseError {
  override name = 'PaymasterRefusedError'
  constructor({ cause, details }: { cause?: unknown; details?: string | undefined }) {
    super('The paymaster did not sponsor the user operation.', {
      cause,
      details,
      metaMessages: [
        'Check its policies and balance, or fund the account and leave the paymaster out.',
        'Nothing was sent to the chain.',
      ],
    })
  }
}

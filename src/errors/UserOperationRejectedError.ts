import { BaseError } from './BaseError.ts'

/** The bundler refused a user operation before it was sent to the chain. */
export class UserOperationRejectedError extends BaseError {
  override name = 'UserOperationRejectedError'
  /** The entry point's code, such as `AA23`, where there is one. */
  readonly code: string | undefined
  /** The revert reason of the account, module or paymaster, where there is one. */
  readonly reason: string | undefined
  constructor(options: {
    code?: string | undefined
    reason?: string | undefined
    meaning: string
    fix: string
    cause?: unknown
    details?: string | undefined
  }) {
    const { code, reason, meaning, fix, cause, details } = options
    super(`The bundler refused the user operation${code ? ` (${code})` : ''}: ${meaning}`, {
      cause,
      details,
      metaMessages: [fix, 'Nothing was sent to the chain.'],
    })
    this.code = code
    this.reason = reason
  }
}

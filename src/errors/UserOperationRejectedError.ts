import { BaseError, type ChainEffect } from './BaseError.ts'

/** A bundler or paymaster refused a user operation before it was sent to the chain. */
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
    /** @default 'bundler' */
    service?: 'bundler' | 'paymaster'
    /** `unknown` when the answer does not rule out that it was taken. @default 'none' */
    chainEffect?: ChainEffect
  }) {
    const { code, reason, meaning, fix, cause, details } = options
    const { service = 'bundler', chainEffect = 'none' } = options
    super(`The ${service} refused the user operation${code ? ` (${code})` : ''}: ${meaning}`, {
      cause,
      details,
      chainEffect,
      metaMessages: [
        fix,
        chainEffect === 'none'
          ? 'Nothing was sent to the chain.'
          : 'It may have been taken all the same. It is looked for on the chain before anything is sent again.',
      ],
    })
    this.code = code
    this.reason = reason
  }
}

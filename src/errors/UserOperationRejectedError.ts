import { BaseError, type ChainEffect } from './BaseError.ts'

export interface UserOperationRejection {
  /** The entry point's code, such as `AA23`, where there is one. */
  code?: string | undefined
  /** What the account, module or paymaster reverted with, where it is known. */
  reason?: string | undefined
  /** What that means, in words. */
  meaning?: string | undefined
  /** What to do about it. */
  fix: string
  cause?: unknown
  details?: string | undefined
  /** @default 'bundler' */
  service?: 'bundler' | 'paymaster' | undefined
  /** `unknown` when the answer does not rule out that it was taken. @default 'none' */
  chainEffect?: ChainEffect | undefined
}

/**
 * A bundler or paymaster refused a user operation before it was sent to the chain. Refusals that an
 * app can do something about have a class of their own: `UserOperationUnderpricedError`,
 * `UserOperationNonceError`, `PaymasterRefusedError`.
 */
export class UserOperationRejectedError extends BaseError {
  override name = 'UserOperationRejectedError'
  /** The entry point's code, such as `AA23`, where there is one. */
  readonly code: string | undefined
  /** The revert reason of the account, module or paymaster, where there is one. */
  readonly reason: string | undefined
  constructor(options: UserOperationRejection & { problem?: string; hints?: readonly string[] }) {
    const { code, reason, meaning, fix, cause, details, hints = [] } = options
    const { service = 'bundler', chainEffect = 'none' } = options
    const { problem = `The ${service} refused the user operation` } = options
    super(`${problem}${code ? ` (${code})` : ''}${meaning ? `: ${meaning}` : '.'}`, {
      cause,
      details,
      chainEffect,
      metaMessages: [
        ...hints,
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

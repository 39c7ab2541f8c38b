import { BaseError, type ChainEffect } from './BaseError.ts'

/** Which request failed, and what is known of it. */
export interface BundlerFailure {
  service: 'bundler' | 'paymaster'
  /** The JSON-RPC method. */
  method: string
  cause?: unknown
  /** @default the first line of the cause's message */
  details?: string | undefined
  /** `unknown` when what was sent can have arrived all the same. @default 'none' */
  chainEffect?: ChainEffect | undefined
}

/**
 * The bundler or paymaster gave no answer to work with. What is known of why has a class of its own:
 * `BundlerTimeoutError`, `BundlerBusyError`, `BundlerDeniedError`, `BundlerAnswerError`.
 */
export class BundlerUnreachableError extends BaseError {
  override name = 'BundlerUnreachableError'
  readonly service: 'bundler' | 'paymaster'
  /** The JSON-RPC method that failed. */
  readonly method: string
  constructor(options: BundlerFailure & { problem?: string; fix?: string }) {
    const { service, method, cause, chainEffect = 'none' } = options
    const fix = options.fix ?? `Check the ${service}'s address and the network, and try again.`
    super(options.problem ?? `The ${service} did not answer ${method}.`, {
      cause,
      chainEffect,
      details:
        options.details ?? (cause instanceof Error ? cause.message.split('\n')[0] : undefined),
      metaMessages: [
        chainEffect === 'none'
          ? `Nothing was sent. ${fix}`
          : 'The operation may have arrived all the same. It is looked for on the chain before anything is sent again.',
      ],
    })
    this.service = service
    this.method = method
  }
}

import { BaseError, type ChainEffect } from './BaseError.ts'

/** The bundler or paymaster did not answer, or answered with something that is no JSON-RPC. */
export class BundlerUnreachableError extends BaseError {
  override name = 'BundlerUnreachableError'
  constructor(options: {
    service: 'bundler' | 'paymaster'
    method: string
    cause: unknown
    chainEffect?: ChainEffect
  }) {
    const { service, method, cause, chainEffect = 'none' } = options
    super(`The ${service} did not answer ${method}.`, {
      cause,
      chainEffect,
      details: cause instanceof Error ? cause.message.split('\n')[0] : undefined,
      metaMessages: [
        chainEffect === 'none'
          ? `Nothing was sent. Check the ${service}'s address and the network, and try again.`
          : 'The operation may have arrived all the same. It is looked for on the chain before anything is sent again.',
      ],
    })
  }
}

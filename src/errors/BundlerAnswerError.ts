import { type BundlerFailure, BundlerUnreachableError } from './BundlerUnreachableError.ts'

/** The bundler or paymaster answered, but not as JSON-RPC and its method have it. */
export class BundlerAnswerError extends BundlerUnreachableError {
  override name = 'BundlerAnswerError'
  constructor(options: BundlerFailure & { problem?: string }) {
    const { service, method } = options
    super({
      ...options,
      problem: `The ${service}'s answer to ${method} cannot be read.`,
      fix: `See whether its address is that of an ERC-4337 ${service}, and try again.`,
    })
  }
}

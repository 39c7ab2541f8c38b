import { type BundlerFailure, BundlerUnreachableError } from './BundlerUnreachableError.ts'

/** The bundler or paymaster did not answer within the time limit of a request. */
export class BundlerTimeoutError extends BundlerUnreachableError {
  override name = 'BundlerTimeoutError'
  /** The limit, milliseconds. */
  readonly timeout: number
  constructor(options: BundlerFailure & { timeout: number }) {
    const { service, method, timeout } = options
    super({
      ...options,
      problem: `The ${service} did not answer ${method} within ${timeout / 1000} s.`,
      fix: `See whether the ${service} is up, and try again; or give it longer.`,
    })
    this.timeout = timeout
  }
}

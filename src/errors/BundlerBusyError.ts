import { type BundlerFailure, BundlerUnreachableError } from './BundlerUnreachableError.ts'

/** The bundler or paymaster was asked too often: a rate limit, or a quota that is used up. */
export class BundlerBusyError extends BundlerUnreachableError {
  override name = 'BundlerBusyError'
  /** When to try again, seconds from the answer, where it said so. */
  readonly retryAfter: number | undefined
  constructor(options: BundlerFailure & { retryAfter?: number | undefined }) {
    const { service, method, retryAfter } = options
    super({
      ...options,
      problem: `The ${service} was asked too often and refused ${method}.`,
      fix:
        retryAfter === undefined
          ? `Try again in a while, or raise the limits of the ${service}'s plan.`
          : `Try again in ${retryAfter} s, or raise the limits of the ${service}'s plan.`,
    })
    this.retryAfter = retryAfter
  }
}

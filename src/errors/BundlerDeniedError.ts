import { type BundlerFailure, BundlerUnreachableError } from './BundlerUnreachableError.ts'

/** The bundler or paymaster does not serve the app: its API key, origin, plan or chain is refused. */
export class BundlerDeniedError extends BundlerUnreachableError {
  override name = 'BundlerDeniedError'
  constructor(options: BundlerFailure) {
    const { service, method } = options
    super({
      ...options,
      problem: `The ${service} denied access to ${method}.`,
      fix: `Check the API key in the ${service}'s address, and which origins and chains it is for.`,
    })
  }
}

import { BaseError } from './BaseError.ts'

/** No bundler is configured for a chain, so no user operation can be sent there. */
export class BundlerNotConfiguredError extends BaseError {
  override name = 'BundlerNotConfiguredError'
  constructor({ chainId }: { chainId: number }) {
    super(`No bundler is configured for chain ${chainId}.`, {
      metaMessages: [
        `Add one: createSessionConfig({ bundler: { [${chainId}]: 'https://…' } }).`,
        'Any ERC-4337 bundler for EntryPoint v0.6 will do. Nothing was sent.',
      ],
    })
  }
}

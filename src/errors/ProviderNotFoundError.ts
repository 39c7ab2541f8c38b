import { BaseError } from './BaseError.ts'

/** A hook was used outside of its provider, without a config of its own. */
export class ProviderNotFoundError extends BaseError {
  override name = 'ProviderNotFoundError'
  constructor() {
    super('useSessionConfig must be used within <SessionProvider>.', {
      metaMessages: [
        'Wrap the app: <SessionProvider config={config}>, inside WagmiProvider and QueryClientProvider.',
      ],
    })
  }
}

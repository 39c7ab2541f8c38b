import { BaseError } from './BaseError.ts'

/** A hook was used outside of its provider, without a config of its own. */
export class ProviderNotFoundError extends BaseError {
  override name = 'ProviderNotFoundError'
  constructor() {
    super('A hook of GrantKit was used outside of <SessionProvider>.', {
      metaMessages: [
        'Wrap the app: <SessionProvider config={config}>, inside WagmiProvider and QueryClientProvider;',
        'or give the hook its own: useSessions({ config }).',
      ],
    })
  }
}

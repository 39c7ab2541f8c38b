import { BaseError } from './BaseError.ts'

/** The kit has no way to read a chain. */
export class ClientNotConfiguredError extends BaseError {
  override name = 'ClientNotConfiguredError'
  constructor({ chainId }: { chainId: number }) {
    super(`Chain ${chainId} cannot be read: no client is configured for it.`, {
      metaMessages: [
        'In React, add the chain to the wagmi config around <SessionProvider>.',
        `Elsewhere: createSessionConfig({ clients: { [${chainId}]: createPublicClient({ chain, transport }) } }).`,
        'Nothing was sent.',
      ],
    })
  }
}

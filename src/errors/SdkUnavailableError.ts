import { BaseError } from './BaseError.ts'

/** `@biconomy/account`, which is loaded when it is first needed, could not be. */
export class SdkUnavailableError extends BaseError {
  override name = 'SdkUnavailableError'
  constructor({ cause }: { cause: unknown }) {
    super('A part of the page could not be loaded.', {
      cause,
      details: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      metaMessages: [
        'It is `@biconomy/account`. Reload the page once the network is back: browsers do not ask again for a script that failed to load. On a server, see whether the package is installed.',
        'Nothing was sent.',
      ],
    })
  }
}

import { BaseError } from './BaseError.ts'

/** What the SDK left behind cannot be understood. It stays where it is. Shows nothing of it. */
export class LegacyDataError extends BaseError {
  override name = 'LegacyDataError'

  constructor(problem: string) {
    super(`The stored sessions of the SDK cannot be read: ${problem}.`, {
      metaMessages: [
        'They were left as they are, and so was the chain: what it allows, it still allows.',
        'Grant the sessions anew; the owner ends the old ones with revokeAllSessions().',
      ],
    })
  }
}

import { BaseError } from './BaseError.ts'

/** No session has this id here. */
export class SessionNotFoundError extends BaseError {
  override name = 'SessionNotFoundError'
  constructor({ sessionId }: { sessionId?: string | undefined }) {
    super('Session not found.', {
      // the short message is the SDK's own words, which callers compare with
      metaMessages: [
        ...(sessionId ? [`Session: ${sessionId}`] : []),
        'It may belong to another chain or account, or live in the storage of another device.',
        'Storage is scoped by chain and account; remote storage is the way to share. Nothing was sent.',
      ],
    })
  }
}

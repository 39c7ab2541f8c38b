import { BaseError } from './BaseError.ts'

/** No session has this id here. */
export class SessionNotFoundError extends BaseError {
  override name = 'SessionNotFoundError'
  constructor({ sessionId }: { sessionId?: string | undefined }) {
    super(sessionId ? `Session not found: ${sessionId}` : 'Session not found.', {
      metaMessages: [
        'It may belong to another chain or account, or live in the storage of another device.',
        'Storage is scoped by chain and account; remote storage is the way to share.',
      ],
    })
  }
}

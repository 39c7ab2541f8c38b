import { BaseError } from './BaseError.ts'

/** The stored document of a session is damaged. It is neither returned nor overwritten. */
export class SessionStateError extends BaseError {
  override name = 'SessionStateError'
  readonly sessionId: string

  constructor({ sessionId }: { sessionId: string }) {
    const shown = sessionId.length > 80 ? `${sessionId.slice(0, 80)}…` : sessionId
    super(`The stored state of session ${JSON.stringify(shown)} is damaged and cannot be read.`, {
      metaMessages: [
        'It was left as it is. Restore it from a backup, or delete it to start anew.',
        'What the session may do is not in it: that is on the chain.',
      ],
    })
    this.sessionId = sessionId
  }
}

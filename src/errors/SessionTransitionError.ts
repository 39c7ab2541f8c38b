import { BaseError } from './BaseError.ts'

/** A session was to move in a way that no session can: its records are not what they were. */
export class SessionTransitionError extends BaseError {
  override name = 'SessionTransitionError'
  constructor({ sessionId, state, event }: { sessionId: string; state: string; event: string }) {
    super(`A session that is ${state} cannot move on by "${event}".`, {
      metaMessages: [
        `Session: ${sessionId}`,
        'Nothing was written. Another page or process changed it in between; call reconcileSessions(), which looks on the chain how it stands.',
      ],
    })
  }
}

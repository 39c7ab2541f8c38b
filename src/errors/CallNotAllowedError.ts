import type { RefusedCall } from '../types/RefusedCall.ts'
import { BaseError } from './BaseError.ts'

/** No permission of the session allows a call. Found out locally; nothing was sent. */
export class CallNotAllowedError extends BaseError {
  override name = 'CallNotAllowedError'
  /** Which of the calls. */
  readonly callIndex: number
  /** The session that was to send it. */
  readonly sessionId: string | undefined
  // private, so that the error can still be written as JSON, which holds no bigint
  readonly #refused: RefusedCall | undefined

  constructor(options: {
    callIndex: number
    callCount: number
    why: string
    sessionId?: string | undefined
    refused?: RefusedCall | undefined
  }) {
    const { callIndex, callCount, why, sessionId } = options
    const which = callCount > 1 ? `Call ${callIndex + 1} of ${callCount}` : 'The call'
    super(`${which} is outside the session's policy: ${why}`, {
      metaMessages: [
        options.refused && !options.refused.needed
          ? 'Let the owner send it.'
          : 'Ask for a session that allows it, or let the owner send it.',
        ...(sessionId ? [`Session: ${sessionId}`] : []),
        'Nothing was sent.',
      ],
    })
    this.callIndex = callIndex
    this.sessionId = sessionId
    this.#refused = options.refused
  }

  /** The call, the rule that forbids it, and the permission that it would take. */
  get refused(): RefusedCall | undefined {
    return this.#refused
  }
}

import { BaseError } from './BaseError.ts'

/** The root without a session's leaves is on the chain, and the chain still accepts its key. */
export class RevocationNotProvenError extends BaseError {
  override name = 'RevocationNotProvenError'
  readonly sessionId: string
  constructor({ sessionId, reason }: { sessionId: string; reason?: string | undefined }) {
    super('The revocation was mined, but the chain does not refuse the old session key.', {
      chainEffect: 'changed',
      metaMessages: [
        `Session: ${sessionId}`,
        ...(reason ? [`The chain answered: ${reason}`] : []),
        'The session is not called revoked. Try again, or end everything with revokeAllSessions(); if it stays so, the session module on this chain is not the one that GrantKit knows.',
      ],
    })
    this.sessionId = sessionId
  }
}

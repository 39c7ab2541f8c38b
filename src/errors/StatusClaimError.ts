import type { SessionStatus } from '../types/SessionStatus.ts'
import { BaseError } from './BaseError.ts'

/** A session was to be called `ACTIVE`, `REVOKED` or the like, and the chain says otherwise. */
export class StatusClaimError extends BaseError {
  override name = 'StatusClaimError'
  constructor({ claimed, actual }: { claimed: SessionStatus; actual: SessionStatus }) {
    super(`The session cannot be set to ${claimed}: by the chain it is ${actual}.`, {
      metaMessages: [
        'A status is what was read back from the chain and its clock; it cannot be set. Nothing was written.',
        'Use grantSession() and revokeSessions(), or send the operation first and ask again.',
      ],
    })
  }
}

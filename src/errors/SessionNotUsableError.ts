import type { InactiveReason, SessionStatus } from '../types/SessionStatus.ts'
import { BaseError } from './BaseError.ts'

const why: Record<Exclude<SessionStatus, 'INACTIVE' | 'ACTIVE'> | InactiveReason, string> = {
  PENDING: 'it is not confirmed on the chain yet',
  EXPIRED: 'it has expired',
  REVOKED: 'it was revoked',
  'not-yet-valid': 'it is not valid yet',
  'out-of-sync': 'the sessions on the chain are not the ones that this device knows',
  'key-unavailable': 'its key is not on this device, or its vault is locked',
  'module-disabled': "the account's owner disabled the session key manager",
  'account-upgraded': 'the account was upgraded, and takes no sessions of Biconomy V2 any more',
}

const fix: typeof why = {
  PENDING: 'Wait for it, or call reconcileSessions() to settle it with the chain.',
  EXPIRED: 'Ask for a new one.',
  REVOKED: 'Ask for a new one.',
  'not-yet-valid': 'Wait until its interval begins.',
  'out-of-sync': 'Another device changed the sessions. Ask for a new one, or share remote storage.',
  'key-unavailable': 'Unlock the vault, use it where it was granted, or ask for a new one here.',
  'module-disabled': 'Enable it again with enableSessionModules(), or ask for a new session.',
  'account-upgraded': 'Use another account of the owner: { index: 1 }.',
}

/** A session that cannot be used now. Nothing was sent. */
export class SessionNotUsableError extends BaseError {
  override name = 'SessionNotUsableError'
  readonly sessionId: string
  readonly status: Exclude<SessionStatus, 'ACTIVE'>
  readonly reason: InactiveReason | undefined
  constructor(options: {
    sessionId: string
    status: Exclude<SessionStatus, 'ACTIVE'>
    reason?: InactiveReason | undefined
  }) {
    const { sessionId, status, reason } = options
    const key = status === 'INACTIVE' ? (reason ?? 'out-of-sync') : status
    super(`The session cannot be used: ${why[key]}.`, {
      metaMessages: [fix[key], `Session: ${sessionId}`, 'Nothing was sent.'],
    })
    this.sessionId = sessionId
    this.status = status
    this.reason = reason
  }
}

import { CallNotAllowedError } from '../errors/CallNotAllowedError.ts'
import { KeyUnavailableError } from '../errors/KeyUnavailableError.ts'
import { NoLiveSessionError } from '../errors/NoLiveSessionError.ts'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import type { UnavailableReason } from '../types/UnavailableReason.ts'

/**
 * Which lack of a session made a send fail before anything was sent. Nothing for other failures: of
 * the bundler, the network or the contracts, and of what only waiting helps, such as a session that
 * is not valid yet.
 */
export function findUnavailableReason(error: unknown): UnavailableReason | undefined {
  if (error instanceof NoLiveSessionError) return 'absent'
  if (error instanceof CallNotAllowedError) return 'insufficient'
  if (error instanceof KeyUnavailableError) return 'key-unavailable'
  if (!(error instanceof SessionNotUsableError)) return undefined
  if (error.status === 'EXPIRED') return 'expired'
  if (error.status === 'REVOKED') return 'revoked'
  const { reason } = error
  const isRemedied =
    reason === 'out-of-sync' || reason === 'key-unavailable' || reason === 'module-disabled'
  return isRemedied ? reason : undefined
}

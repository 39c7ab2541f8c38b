import { type CreateSessionParameters, createSession } from './createSession.ts'
import type { SessionHandle } from './SessionHandle.ts'

/**
 * Copies a session under a new id; `parentId` names where it came from. What the original may do on
 * the chain is not copied: a fork needs a grant of its own, with a key of its own.
 *
 * @throws SessionNotFoundError
 *
 * @example
 * const branch = await forkSession(sessionId, { sessionStorage })
 */
export function forkSession(
  sessionId: string,
  options: Omit<CreateSessionParameters, 'resume' | 'fork'> = {},
): Promise<SessionHandle> {
  return createSession({ ...options, fork: sessionId })
}

import { type CreateSessionParameters, createSession } from './createSession.ts'
import type { SessionHandle } from './SessionHandle.ts'

/**
 * Goes on with a session, with its whole journal.
 *
 * @throws SessionNotFoundError
 *
 * @example
 * const session = await resumeSession(sessionId, { sessionStorage })
 */
export function resumeSession(
  sessionId: string,
  options: Omit<CreateSessionParameters, 'resume' | 'fork' | 'id'> = {},
): Promise<SessionHandle> {
  return createSession({ ...options, resume: sessionId })
}

import { SessionStateError } from '../../errors/SessionStateError.ts'
import type { SessionState } from '../../types/SessionState.ts'
import { isSessionState } from './isSessionState.ts'

/**
 * The state in a stored text.
 *
 * @throws SessionStateError when it is damaged; it is left as it is.
 */
export function readState(sessionId: string, text: string): SessionState {
  let state: unknown
  try {
    state = JSON.parse(text)
  } catch {
    // The parser's message would show what is stored.
  }
  if (!isSessionState(state)) throw new SessionStateError({ sessionId })
  return state
}

import type { SessionState } from '../../types/SessionState.ts'
import { stateText } from './stateText.ts'

/** A state that shares nothing with the one it was copied from, as if it had been stored and read. */
export function copyState(state: SessionState): SessionState {
  return JSON.parse(stateText(state)) as SessionState
}

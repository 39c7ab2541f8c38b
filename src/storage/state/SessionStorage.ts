import type { SessionState } from '../../types/SessionState.ts'

/**
 * Where the documents of sessions are kept. Anything with these four methods will do; `update` is
 * there for storages that several writers share.
 */
export interface SessionStorage {
  /** Saves a session's state, in the place of an earlier one. */
  save(state: SessionState): Promise<void>
  /** `undefined` when there is none. */
  load(sessionId: string): Promise<SessionState | undefined>
  /** Deleting what is not there succeeds. */
  delete(sessionId: string): Promise<void>
  /** The ids of all sessions. */
  list(): Promise<string[]>
  /**
   * Reads, changes and saves in one step, so that two writers lose nothing of each other's. Without
   * it a session handle saves what it knows, and the last one to save wins.
   */
  update?(
    sessionId: string,
    change: (state: SessionState | undefined) => SessionState,
  ): Promise<SessionState>
}

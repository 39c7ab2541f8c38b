import type { Json } from '../../types/Json.ts'
import type { SessionMessage, SessionState } from '../../types/SessionState.ts'

/** An open session: its state as last saved, and what may be done with it. */
export interface SessionHandle {
  readonly id: string
  /** As of the last call; frozen. */
  readonly state: SessionState
  /** Adds messages to the journal, in order, and saves it. */
  append(...messages: readonly SessionMessage[]): Promise<void>
  /** Adds to what was used: numbers are added up, other values replaced. */
  addUsage(usage: Readonly<Record<string, Json>>): Promise<void>
  /** Sets metadata; other keys stay. */
  setMetadata(metadata: Readonly<Record<string, unknown>>): Promise<void>
  /** Waits for what is being saved. Calls from then on fail. The session stays, and can be resumed. */
  close(): Promise<void>
}

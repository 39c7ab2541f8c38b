import type { Json } from './Json.ts'

/** What happened in a session, or what the dapp or an agent had to say in it. */
export interface SessionMessage {
  readonly [key: string]: Json | undefined
  type: string
  /** Unix milliseconds. */
  at?: number
}

/** A session's document: its journal, what it used, whose it is, and what it came from. */
export interface SessionState {
  id: string
  /** The journal, in order. */
  messages: readonly SessionMessage[]
  /** What was used, as observed here. */
  usage: Readonly<Record<string, Json>>
  metadata: Readonly<Record<string, unknown>>
  /** Unix milliseconds. */
  createdAt: number
  /** Unix milliseconds. */
  updatedAt: number
  /** The session that it was forked or renewed from. */
  parentId?: string | undefined
}

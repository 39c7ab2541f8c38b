import type { Json } from '../types/Json.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SessionMessage } from '../types/SessionState.ts'
import { parseJournal } from './parseJournal.ts'

/**
 * A session's document with an entry more. Entries with the same `userOpHash` are one: a later one
 * replaces the earlier, so that a transaction goes from submitted to mined in its place. A stored
 * document that is none is replaced: what lies there must not stand in the way of a change.
 */
export function addToJournal(
  stored: Json | undefined,
  session: AccountScope & { id: string; parentId?: string | undefined },
  message: SessionMessage,
): Json {
  const { chainId, account, id, parentId } = session
  const now = Date.now()
  const state = parseJournal(stored) ?? {
    id,
    messages: [],
    usage: {},
    metadata: { chainId, account },
    createdAt: now,
    updatedAt: now,
    parentId,
  }
  const entry = { at: now, ...message }
  const place = message.userOpHash
    ? state.messages.findLastIndex((it) => it.userOpHash === message.userOpHash)
    : -1
  const messages =
    place < 0
      ? [...state.messages, entry]
      : state.messages.with(place, { ...state.messages[place], ...entry })
  // Never back, whatever the clock does.
  const updatedAt = Math.max(now, state.updatedAt)
  return JSON.parse(JSON.stringify({ ...state, messages, updatedAt })) as Json
}

import { StorageConflictError } from '../errors/StorageConflictError.ts'
import type { Json } from '../types/Json.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SessionMessage, SessionState } from '../types/SessionState.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'

/**
 * Adds an entry to a session's journal. Entries with the same `userOpHash` are one: a later one
 * replaces the earlier, so that a transaction goes from submitted to mined in its place.
 */
export async function appendJournal(
  storage: SessionStorageDriver,
  session: AccountScope & { id: string; parentId?: string | undefined },
  message: SessionMessage,
): Promise<void> {
  const { chainId, account, id, parentId } = session
  const address = { chainId, account, kind: 'state', id } as const
  for (;;) {
    const record = await storage.get(address)
    const now = Date.now()
    const state = (record?.value as unknown as SessionState | undefined) ?? {
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
    const next = JSON.parse(JSON.stringify({ ...state, messages, updatedAt: now })) as Json
    try {
      await storage.put(address, next, { ifRevision: record?.revision ?? null })
      return
    } catch (error) {
      // another send of the same session was quicker: add to what it wrote
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
}

import { StorageConflictError } from '../errors/StorageConflictError.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SessionMessage } from '../types/SessionState.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { addToJournal } from './addToJournal.ts'

/** Adds an entry to a session's journal; see `addToJournal`. */
export async function appendJournal(
  storage: SessionStorageDriver,
  session: AccountScope & { id: string; parentId?: string | undefined },
  message: SessionMessage,
): Promise<void> {
  const { chainId, account, id } = session
  const address = { chainId, account, kind: 'state', id } as const
  for (;;) {
    const record = await storage.get(address)
    const next = addToJournal(record?.value, session, message)
    try {
      await storage.put(address, next, { ifRevision: record?.revision ?? null })
      return
    } catch (error) {
      // another send of the same session was quicker: add to what it wrote
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
}

import type { Hash } from 'viem'
import type { AccountScope } from '../types/Session.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { appendJournal } from './appendJournal.ts'

/** Writes into the journals of sessions that they were revoked. */
export async function journalRevocations(
  storage: SessionStorageDriver,
  scope: AccountScope,
  sessionIds: readonly string[],
  transactionHash: Hash,
): Promise<void> {
  for (const id of sessionIds)
    await appendJournal(storage, { ...scope, id }, { type: 'revoked', transactionHash })
}

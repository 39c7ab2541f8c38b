import type { Hash } from 'viem'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { appendJournal } from './appendJournal.ts'

/** Writes a change that was committed into the journals of the sessions that it began and ended. */
export async function journalChange(
  storage: SessionStorageDriver,
  records: AccountRecords,
  change: {
    grants?: readonly string[] | undefined
    revokes?: readonly string[] | undefined
    transactionHash?: Hash | undefined
  },
): Promise<void> {
  const { grants = [], revokes = [], transactionHash } = change
  const { chainId, account } = records
  const add = async (type: 'granted' | 'revoked', ids: readonly string[]) => {
    for (const session of records.sessions)
      if (ids.includes(session.id)) {
        const { id, parentId } = session
        await appendJournal(storage, { chainId, account, id, parentId }, { type, transactionHash })
      }
  }
  await add('granted', grants)
  await add('revoked', revokes)
}

import type { SessionRecord } from '../types/AccountRecords.ts'
import type { StoredSessionState } from './sessionTransitions.ts'

/** Where a session stands in storage; see `sessionTransitions`. */
export function storedStateOf(
  record: Pick<SessionRecord, 'status' | 'inRoot'> | undefined,
): StoredSessionState {
  if (!record) return 'absent'
  if (record.status === 'ACTIVE') return record.inRoot ? 'granted' : 'left'
  return record.status === 'PENDING' ? 'pending' : 'revoked'
}

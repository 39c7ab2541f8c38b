import type { AccountRecords } from '../types/AccountRecords.ts'

/** The keys that belong to these sessions and to no other session that could still need them. */
export function keysOnlyOf(records: AccountRecords, sessionIds: readonly string[]): string[] {
  const keys = new Set<string>()
  for (const session of records.sessions)
    if (sessionIds.includes(session.id)) keys.add(session.keyAddress.toLowerCase())
  for (const session of records.sessions)
    if (!sessionIds.includes(session.id) && session.status !== 'REVOKED')
      keys.delete(session.keyAddress.toLowerCase())
  return [...keys]
}

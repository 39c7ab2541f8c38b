import type { Hex } from 'viem'
import type { RootRecord, SessionRecord } from '../../../types/AccountRecords.ts'
import type { AccountScope } from '../../../types/Session.ts'
import type { SessionState } from '../../../types/SessionState.ts'

/** What is in a backup, before it is encrypted. */
export interface SessionBackup extends AccountScope {
  /** Unix milliseconds. */
  madeAt: number
  root: RootRecord
  sessions: readonly SessionRecord[]
  journals: readonly SessionState[]
  /** Private keys by lower-case address. */
  keys: Readonly<Record<string, Hex>>
}

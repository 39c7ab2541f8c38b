import { SessionTransitionError } from '../errors/SessionTransitionError.ts'
import type { SessionRecord } from '../types/AccountRecords.ts'
import {
  type SessionEvent,
  type StoredSessionState,
  sessionTransitions,
} from './sessionTransitions.ts'
import { storedStateOf } from './storedStateOf.ts'

const stored = {
  pending: { status: 'PENDING', inRoot: false },
  granted: { status: 'ACTIVE', inRoot: true },
  left: { status: 'ACTIVE', inRoot: false },
  revoked: { status: 'REVOKED', inRoot: false },
} as const satisfies Record<
  Exclude<StoredSessionState, 'absent'>,
  Pick<SessionRecord, 'status' | 'inRoot'>
>

/**
 * A session after an event, by the table of transitions; `undefined` when its record goes.
 *
 * @throws SessionTransitionError when the table has no such move.
 */
export function moveSession(
  record: SessionRecord,
  event: SessionEvent,
  change: Partial<Pick<SessionRecord, 'grantedAt' | 'revokedAt' | 'transactionHash'>> = {},
): SessionRecord | undefined {
  const state = storedStateOf(record)
  const next = sessionTransitions[state][event]
  if (!next) throw new SessionTransitionError({ sessionId: record.id, state, event })
  return next === 'absent' ? undefined : { ...record, ...stored[next], ...change }
}

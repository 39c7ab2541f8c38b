import type { SessionState } from '../../types/SessionState.ts'

/** Whether something has the form of a session's state. */
export function isSessionState(value: unknown): value is SessionState {
  if (value === null || typeof value !== 'object') return false
  const { id, messages, usage, metadata, createdAt, updatedAt, parentId } =
    value as Partial<SessionState>
  return (
    typeof id === 'string' &&
    Array.isArray(messages) &&
    isObject(usage) &&
    isObject(metadata) &&
    Number.isFinite(createdAt) &&
    Number.isFinite(updatedAt) &&
    (parentId === undefined || typeof parentId === 'string')
  )
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

import { StorageInputError } from '../../errors/StorageInputError.ts'
import { StorageValueError } from '../../errors/StorageValueError.ts'
import type { SessionState } from '../../types/SessionState.ts'
import { isSessionState } from './isSessionState.ts'

/**
 * A state as JSON. Properties that are `undefined` are left out, and dates become text, as with
 * `JSON.stringify`.
 *
 * @throws StorageInputError for what is no state, StorageValueError for a bigint.
 */
export function stateText(state: SessionState): string {
  if (!isSessionState(state))
    throw new StorageInputError(
      'this is no state of a session',
      'Give id, messages, usage, metadata, createdAt and updatedAt; the times in milliseconds.',
    )
  return JSON.stringify(state, (key, value: unknown) => {
    if (typeof value === 'bigint') throw new StorageValueError(key, 'a bigint')
    return value
  })
}

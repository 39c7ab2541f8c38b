import { StorageInputError } from '../errors/StorageInputError.ts'
import type { RecordAddress, StorageListOptions } from '../types/Storage.ts'
import { decodeCursor } from './decodeCursor.ts'

/** Checked list options, with their defaults. */
export interface NormalizedListOptions {
  after: RecordAddress | undefined
  limit: number
  unreadable: 'throw' | 'report'
}

/** Checks what `list` was given. */
export function normalizeListOptions({
  cursor,
  limit = 1000,
  unreadable = 'throw',
}: StorageListOptions): NormalizedListOptions {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new StorageInputError('the limit of a list is no number of records', 'Give 1 or more.')
  return { after: cursor === undefined ? undefined : decodeCursor(cursor), limit, unreadable }
}

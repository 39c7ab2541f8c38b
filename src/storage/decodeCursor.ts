import { StorageInputError } from '../errors/StorageInputError.ts'
import type { RecordAddress } from '../types/Storage.ts'
import { normalizeAddress } from './normalizeAddress.ts'

/** The record behind which a cursor continues. It need not exist any more. */
export function decodeCursor(cursor: string): RecordAddress {
  try {
    const [chainId, account, kind, id] = JSON.parse(cursor)
    return normalizeAddress({ chainId, account, kind, id })
  } catch {
    throw new StorageInputError(
      'the cursor is no cursor of this storage',
      'Pass the cursor of the previous page as it is.',
    )
  }
}

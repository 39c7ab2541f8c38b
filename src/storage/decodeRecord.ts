import type { Json } from '../types/Json.ts'
import type { RecordAddress, StoredRecord } from '../types/Storage.ts'
import type { RecordFormat } from './RecordFormat.ts'
import { readRecord } from './readRecord.ts'

/**
 * The record in a stored envelope, as an object of the caller's own.
 *
 * @throws StorageCorruptError, StorageVersionError
 */
export function decodeRecord(
  address: RecordAddress,
  text: string,
  format?: RecordFormat,
): StoredRecord {
  const read = readRecord(address, text, format)
  if (read.error) throw read.error
  return { address, value: JSON.parse(read.json) as Json, revision: read.revision }
}

import { StorageCorruptError } from '../errors/StorageCorruptError.ts'
import { StorageVersionError } from '../errors/StorageVersionError.ts'
import type { RecordAddress, Revision } from '../types/Storage.ts'
import { crc32 } from './crc32.ts'
import { currentFormat } from './currentFormat.ts'
import { migrateRecord } from './migrateRecord.ts'
import type { RecordFormat } from './RecordFormat.ts'
import { recordChecksum } from './recordChecksum.ts'

const header = /^\{"v":(\d{1,9}),"r":"([0-9a-f]{24})","c":"([0-9a-f]{8})","d":/

/** What lies at an address: a record, or bytes that are not to be read, erased or overwritten. */
export type ReadRecord =
  | { revision: Revision; json: string; error?: undefined }
  | {
      /** Stands for exactly these bytes. */
      revision: Revision
      error: StorageCorruptError | StorageVersionError
    }

/**
 * Opens a stored envelope: checks version and checksum, and leaves the value as JSON text. One of an
 * older version comes as it is in the current one, under the revision that it is stored with, and
 * stays as it is until it is written; where its change fails, it is a StorageCorruptError.
 */
export function readRecord(
  address: RecordAddress,
  text: string,
  format: RecordFormat = currentFormat,
): ReadRecord {
  // Reading, then writing on condition, verifies one text twice in a row.
  if (last?.text === text && last.format === format && isSame(last.address, address))
    return last.read
  const read = verify(address, text, format)
  last = read.error ? undefined : { address: { ...address }, text, format, read }
  return read
}

let last:
  | { address: RecordAddress; text: string; format: RecordFormat; read: ReadRecord }
  | undefined

function isSame(a: RecordAddress, b: RecordAddress): boolean {
  return a.id === b.id && a.kind === b.kind && a.account === b.account && a.chainId === b.chainId
}

function verify(address: RecordAddress, text: string, format: RecordFormat): ReadRecord {
  const match = header.exec(text)
  const [start, version, revision, checksum] = match ?? []
  let problem: string | undefined
  if (start !== undefined && revision !== undefined && text.endsWith('}')) {
    const json = text.slice(start.length, -1)
    const from = Number(version)
    // Not one with a leading zero: a record has one spelling.
    const isKnown = from <= format.version && String(from) === version
    if (isKnown && recordChecksum(address, revision, json, from) === checksum) {
      if (from === format.version) return { revision, json }
      const migrated = migrateRecord(address, json, from, format)
      if (migrated.failed === undefined) return { revision, json: migrated.json }
      problem = migrated.failed
    }
  }
  const raw = `raw-${text.length}-${crc32(text)}`
  const found = futureVersion(text, format.version)
  return {
    revision: raw,
    error:
      found === undefined
        ? new StorageCorruptError(address, raw, { details: problem })
        : new StorageVersionError({ address, found, supported: format.version, revision: raw }),
  }
}

/** Later envelopes may look different, but stay JSON objects with a numeric `v`. */
function futureVersion(text: string, supported: number): number | undefined {
  try {
    const envelope: unknown = JSON.parse(text)
    const v = envelope !== null && typeof envelope === 'object' && 'v' in envelope ? envelope.v : 0
    return typeof v === 'number' && v > supported ? v : undefined
  } catch {
    return undefined
  }
}

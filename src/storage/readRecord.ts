import { StorageCorruptError } from '../errors/StorageCorruptError.ts'
import { StorageVersionError } from '../errors/StorageVersionError.ts'
import type { RecordAddress, Revision } from '../types/Storage.ts'
import { crc32 } from './crc32.ts'
import { recordChecksum } from './recordChecksum.ts'
import { recordVersion } from './recordVersion.ts'

const header = /^\{"v":(\d{1,9}),"r":"([0-9a-f]{24})","c":"([0-9a-f]{8})","d":/

/** What lies at an address: a record, or bytes that are not to be read, erased or overwritten. */
export type ReadRecord =
  | { revision: Revision; json: string; error?: undefined }
  | {
      /** Stands for exactly these bytes. */
      revision: Revision
      error: StorageCorruptError | StorageVersionError
    }

/** Opens a stored envelope: checks version and checksum, and leaves the value as JSON text. */
export function readRecord(address: RecordAddress, text: string): ReadRecord {
  // Reading, then writing on condition, verifies one text twice in a row.
  if (last?.text === text && isSame(last.address, address)) return last.read
  const read = verify(address, text)
  last = read.error ? undefined : { address: { ...address }, text, read }
  return read
}

let last: { address: RecordAddress; text: string; read: ReadRecord } | undefined

function isSame(a: RecordAddress, b: RecordAddress): boolean {
  return a.id === b.id && a.kind === b.kind && a.account === b.account && a.chainId === b.chainId
}

function verify(address: RecordAddress, text: string): ReadRecord {
  const match = header.exec(text)
  const [start, version, revision, checksum] = match ?? []
  if (
    start !== undefined &&
    revision !== undefined &&
    version === String(recordVersion) &&
    text.endsWith('}')
  ) {
    const json = text.slice(start.length, -1)
    if (recordChecksum(address, revision, json) === checksum) return { revision, json }
  }
  const raw = `raw-${text.length}-${crc32(text)}`
  const found = futureVersion(text)
  return {
    revision: raw,
    error:
      found === undefined
        ? new StorageCorruptError(address, raw)
        : new StorageVersionError({ address, found, supported: recordVersion, revision: raw }),
  }
}

/** Later envelopes may look different, but stay JSON objects with a numeric `v`. */
function futureVersion(text: string): number | undefined {
  try {
    const envelope: unknown = JSON.parse(text)
    const v = envelope !== null && typeof envelope === 'object' && 'v' in envelope ? envelope.v : 0
    return typeof v === 'number' && v > recordVersion ? v : undefined
  } catch {
    return undefined
  }
}

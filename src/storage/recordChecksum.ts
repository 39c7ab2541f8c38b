import type { RecordAddress, Revision } from '../types/Storage.ts'
import { crc32 } from './crc32.ts'

/** The checksum in a record's envelope, over its address, revision and value. */
export function recordChecksum(
  { chainId, account, kind, id }: RecordAddress,
  revision: Revision,
  json: string,
): string {
  return crc32(`${chainId}\n${account}\n${kind}\n${id.length}\n${id}\n${revision}\n${json}`)
}

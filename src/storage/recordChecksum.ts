import type { RecordAddress, Revision } from '../types/Storage.ts'
import { crc32 } from './crc32.ts'

/**
 * The checksum in a record's envelope, over its address, revision and value; and over its version,
 * that a flipped bit does not make it an older one, which would be changed. Version 1 came without.
 */
export function recordChecksum(
  { chainId, account, kind, id }: RecordAddress,
  revision: Revision,
  json: string,
  version: number,
): string {
  const prefix = version === 1 ? '' : `${version}\n`
  return crc32(
    `${prefix}${chainId}\n${account}\n${kind}\n${id.length}\n${id}\n${revision}\n${json}`,
  )
}

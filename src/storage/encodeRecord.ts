import type { RecordAddress, Revision } from '../types/Storage.ts'
import { recordChecksum } from './recordChecksum.ts'
import { recordVersion } from './recordVersion.ts'

/**
 * A record as drivers store it: `{"v":1,"r":revision,"c":checksum,"d":value}`, in exactly this
 * form. The checksum covers the address too, so that a record in another's place is noticed.
 *
 * @param json The value, as JSON text.
 */
export function encodeRecord(
  address: RecordAddress,
  revision: Revision,
  json: string,
  version: number = recordVersion,
): string {
  const checksum = recordChecksum(address, revision, json, version)
  return `{"v":${version},"r":"${revision}","c":"${checksum}","d":${json}}`
}

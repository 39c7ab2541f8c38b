import { bytesToHex } from 'viem'
import type { Revision } from '../types/Storage.ts'

/**
 * A revision that no other write has, in any tab, process or time: 96 random bits. A counter would
 * start anew when a record is deleted and made again, and a stale writer would not notice.
 */
export function createRevision(): Revision {
  return bytesToHex(globalThis.crypto.getRandomValues(new Uint8Array(12))).slice(2)
}

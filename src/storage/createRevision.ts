import { bytesToHex } from 'viem'
import type { Revision } from '../types/Storage.ts'

const length = 12
/** Drawn many at a time: asking the system costs more than all else here. */
let digits = ''

/**
 * A revision that no other write has, in any tab, process or time: 96 random bits. A counter would
 * start anew when a record is deleted and made again, and a stale writer would not notice.
 */
export function createRevision(): Revision {
  if (digits === '')
    digits = bytesToHex(globalThis.crypto.getRandomValues(new Uint8Array(length * 100))).slice(2)
  const revision = digits.slice(0, 2 * length)
  digits = digits.slice(2 * length)
  return revision
}

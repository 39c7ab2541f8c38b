import { toHex } from 'viem'
import type { Interval, SessionLeaf } from '../../src/types/SessionLeaf.ts'

/** A leaf of a module that nobody knows, another one for each name. */
export function someLeaf(name: string, interval: Partial<Interval> = {}): SessionLeaf {
  return {
    validAfter: 0,
    validUntil: 0,
    sessionValidationModule: `0x${'11'.repeat(20)}`,
    sessionKeyData: toHex(`the leaf called ${name}`),
    ...interval,
  }
}

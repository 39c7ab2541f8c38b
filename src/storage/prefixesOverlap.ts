import type { RecordPrefix } from '../types/Storage.ts'

/** Whether a record can lie below both of two normalised prefixes. An address is a prefix too. */
export function prefixesOverlap(a: RecordPrefix, b: RecordPrefix): boolean {
  return same(a.chainId, b.chainId) && same(a.account, b.account) && same(a.kind, b.kind)
}

function same(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined || a === b
}

import type { RecordAddress } from '../types/Storage.ts'

/** The order of records in every driver: chain, account, kind, id; strings by code unit. */
export function compareAddresses(a: RecordAddress, b: RecordAddress): number {
  return (
    a.chainId - b.chainId ||
    compareStrings(a.account, b.account) ||
    compareStrings(a.kind, b.kind) ||
    compareStrings(a.id, b.id)
  )
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

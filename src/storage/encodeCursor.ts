import type { RecordAddress } from '../types/Storage.ts'

/** The cursor that continues behind a record. */
export function encodeCursor({ chainId, account, kind, id }: RecordAddress): string {
  return JSON.stringify([chainId, account, kind, id])
}

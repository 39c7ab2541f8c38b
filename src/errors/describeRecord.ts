import type { RecordAddress } from '../types/Storage.ts'

/** A record's address in words, for error messages. Never its content. */
export function describeRecord({ chainId, account, kind, id }: RecordAddress): string {
  const shown = id.length > 80 ? `${id.slice(0, 79)}…` : id
  return `${kind} ${JSON.stringify(shown)} of ${account} on chain ${chainId}`
}

import type { Address } from 'viem'
import type { RecordAddress, RecordKind } from '../../types/Storage.ts'

const pattern = /^(0|[1-9]\d*):(0x[0-9a-f]{40}):(root|session|key|state):(.*)$/s

/**
 * A record's address as the text of one key, and back. The id stands last, so that nothing in it
 * can be taken for another part, and is escaped as in JSON: not every platform keeps a NUL or half
 * of a surrogate pair in a key.
 */
export const localStorageKey = {
  encode({ chainId, account, kind, id }: RecordAddress): string {
    return `${chainId}:${account}:${kind}:${JSON.stringify(id).slice(1, -1)}`
  },

  /** `undefined` for a key that no record has. */
  decode(key: string): RecordAddress | undefined {
    const [, chainId, account, kind, escaped] = pattern.exec(key) ?? []
    if (escaped === undefined) return undefined
    try {
      const id: unknown = JSON.parse(`"${escaped}"`)
      const address = {
        chainId: Number(chainId),
        account: account as Address,
        kind: kind as RecordKind,
        id: String(id),
      }
      // Only the one spelling that `encode` gives: two keys must not mean one record.
      return localStorageKey.encode(address) === key ? address : undefined
    } catch {
      return undefined
    }
  },
}

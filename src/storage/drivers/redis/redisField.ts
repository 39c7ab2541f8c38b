import type { Address } from 'viem'
import type { RecordAddress, RecordKind, RecordPrefix } from '../../../types/Storage.ts'
import { orderedText } from '../orderedText.ts'

const pattern = /^(\d{16}):(0x[0-9a-f]{40}):(root|session|key|state):(.*)$/

/** A record's address as a text whose bytes sort as records do, and back. */
export const redisField = {
  encode({ chainId, account, kind, id }: RecordAddress): string {
    return `${redisField.below({ chainId, account, kind })}${orderedText.encode(id)}`
  },

  /** What the fields of all records below a prefix begin with. */
  below({ chainId, account, kind }: RecordPrefix): string {
    const parts = [chainId === undefined ? undefined : String(chainId).padStart(16, '0')]
    return [...parts, account, kind]
      .filter((part) => part !== undefined)
      .map((part) => `${part}:`)
      .join('')
  },

  /** `undefined` for what `encode` does not give. */
  decode(field: string): RecordAddress | undefined {
    const [, chainId, account, kind, encoded] = pattern.exec(field) ?? []
    const id = encoded === undefined ? undefined : orderedText.decode(encoded)
    if (id === undefined) return undefined
    return {
      chainId: Number(chainId),
      account: account as Address,
      kind: kind as RecordKind,
      id,
    }
  },
}

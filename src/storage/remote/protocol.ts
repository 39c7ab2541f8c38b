import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import { orderedText } from '../drivers/orderedText.ts'
import { normalizeAddress } from '../normalizeAddress.ts'

/** What client and server of remote storage agree on. */
export const protocol = {
  /** In every answer: what comes from a proxy or a login page does not have it. */
  versionHeader: 'grantkit-storage',
  version: '1',
  idempotencyHeader: 'idempotency-key',

  /** A record's path below the base. The id is in a form that survives URLs, also `..` and NUL. */
  recordPath({ chainId, account, kind, id }: RecordAddress): string {
    const segment = encodeURIComponent(orderedText.encode(id))
    return `/records/${chainId}/${account}/${kind}/r-${segment}`
  },

  /** @throws StorageInputError; `undefined` when it is no record's path. */
  parseRecordPath(path: string): RecordAddress | undefined {
    const [, chainId, account, kind, segment] =
      /^\/records\/(\d{1,16})\/([^/]+)\/([^/]+)\/r-([^/]*)$/.exec(path) ?? []
    if (segment === undefined) return undefined
    let id: string | undefined
    try {
      id = orderedText.decode(decodeURIComponent(segment))
    } catch {
      // Not a well-formed escape.
    }
    return id === undefined
      ? undefined
      : normalizeAddress({ chainId: Number(chainId), account, kind, id } as RecordAddress)
  },

  prefixQuery({ chainId, account, kind }: RecordPrefix): URLSearchParams {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ chainId, account, kind }))
      if (value !== undefined) query.set(name, String(value))
    return query
  },
}

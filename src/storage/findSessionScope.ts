import type { AccountScope } from '../types/Session.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { parseSessionRecord } from './parseAccountRecords.ts'

/** Looks through all of a storage for the session with this id, or with a permission of this id. */
export async function findSessionScope(
  storage: SessionStorageDriver,
  id: string,
): Promise<AccountScope | undefined> {
  let cursor: string | undefined
  do {
    const page = await storage.list({}, { cursor })
    for (const { address, value } of page.records) {
      if (address.kind !== 'session') continue
      const session = parseSessionRecord(address.id, value)
      if (session?.id === id || session?.permissions.some((permission) => permission.id === id))
        return { chainId: address.chainId, account: address.account }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}

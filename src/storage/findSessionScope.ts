import type { SessionRecord } from '../types/AccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'

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
      const { permissions } = value as unknown as SessionRecord
      if (address.id === id || permissions.some((permission) => permission.id === id))
        return { chainId: address.chainId, account: address.account }
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return undefined
}

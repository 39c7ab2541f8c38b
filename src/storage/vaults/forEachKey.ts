import { getAddress, isAddress } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import type { Json } from '../../types/Json.ts'
import type { KeyContext, WrappedKey } from '../../types/KeyVault.ts'
import type { SessionStorageDriver, StoredRecord } from '../../types/Storage.ts'

/**
 * Visits the keys that a vault wrapped, in all of a storage. What `visit` returns takes the place of
 * the key, unless it was changed meanwhile. What lies where no key can is passed over.
 *
 * @throws what `visit` throws, for the first key that it does not open.
 */
export async function forEachKey(
  storage: SessionStorageDriver,
  vault: string,
  visit: (wrapped: WrappedKey, context: KeyContext) => Promise<WrappedKey | undefined>,
): Promise<void> {
  for (const { address, value, revision } of await keysIn(storage)) {
    const wrapped = value as WrappedKey
    if (wrapped?.vault !== vault) continue
    const { chainId, account, id } = address
    if (!isAddress(id, { strict: false })) continue
    const next = await visit(wrapped, {
      chainId,
      account: getAddress(account),
      keyAddress: getAddress(id),
    })
    if (!next) continue
    try {
      await storage.put(address, next as Json, { ifRevision: revision })
    } catch (error) {
      // Wrapped anew or deleted by another tab: then it is not ours to change.
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
}

async function keysIn(storage: SessionStorageDriver): Promise<StoredRecord[]> {
  const keys: StoredRecord[] = []
  let cursor: string | undefined
  do {
    const page = await storage.list({}, { cursor, unreadable: 'report' })
    keys.push(...page.records.filter(({ address }) => address.kind === 'key'))
    cursor = page.cursor
  } while (cursor !== undefined)
  return keys
}

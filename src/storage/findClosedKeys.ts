import type { AccountRecords } from '../types/AccountRecords.ts'
import type { KeyVault, WrappedKey } from '../types/KeyVault.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'
import { isExternalKey } from './external/isExternalKey.ts'
import type { StatusContext } from './toSession.ts'

/**
 * The keys of live sessions that are stored here and that the vault cannot open: another device
 * wrapped them, or it is locked. Lower-case addresses. The vault is asked once, and not at all for
 * sessions that are over: there may be thousands of those.
 */
export async function findClosedKeys(
  { storage, vault }: { storage: SessionStorageDriver; vault: KeyVault },
  records: AccountRecords,
  { now, tree }: Pick<StatusContext, 'now' | 'tree'>,
): Promise<ReadonlySet<string>> {
  if (!vault.canUnwrap || !tree) return new Set()
  const asked = new Map<string, WrappedKey>()
  for (const { validUntil, keyAddress } of tree.present) {
    if (validUntil !== 0 && now > validUntil) continue
    const id = keyAddress.toLowerCase()
    const wrapped = records.keys.get(id)
    // a store of somebody else's signs with its own keys
    const isExternal = storage.external !== undefined && isExternalKey(wrapped)
    if (wrapped && !isExternal) asked.set(id, wrapped)
  }
  if (asked.size === 0) return new Set()
  const answers = await vault.canUnwrap([...asked.values()])
  return new Set([...asked.keys()].filter((_, index) => answers[index] === false))
}

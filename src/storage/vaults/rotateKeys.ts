import { getAddress } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import type { AccountRecords, SessionRecord } from '../../types/AccountRecords.ts'
import type { KeyVault, WrappedKey } from '../../types/KeyVault.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { isSameAddress } from '../../utils/isSameAddress.ts'
import { isExternalKey } from '../external/isExternalKey.ts'
import { readAccountRecords } from '../readAccountRecords.ts'
import { writeAccountRecords } from '../writeAccountRecords.ts'

export interface RotateKeysParameters extends AccountScope {
  storage: SessionStorageDriver
  /** Opens the keys as they are. */
  from: KeyVault
  /** Wraps them anew. */
  to: KeyVault
}

/**
 * Wraps an account's session keys anew: with another password, secret or device key, or in another
 * kind of vault. All of them or, on any failure, none. Keys that lie in a store of somebody else's
 * (`fromSessionStorageClient`) are not ours to wrap, and stay there.
 *
 * @returns How many were wrapped.
 * @throws KeyUnavailableError, KeyIntegrityError when one does not open; then nothing is changed.
 *
 * @example
 * await rotateKeys({ storage, chainId, account, from: deviceVault(), to: passkey })
 */
export async function rotateKeys(parameters: RotateKeysParameters): Promise<number> {
  const { storage, chainId, account } = parameters
  for (;;) {
    const records = await readAccountRecords(storage, { chainId, account })
    // Before the write: some storages end a transaction that waits for anything else.
    const keys = await wrapAll(parameters, records)
    const changed = new Set(keys.map(([address]) => address))
    try {
      await writeAccountRecords(storage, records, {
        root: records.root,
        keys,
        sessions: records.sessions
          .filter(({ keyAddress }) => changed.has(keyAddress.toLowerCase()))
          .map((session): SessionRecord => ({ ...session, keyLocation: parameters.to.location })),
      })
      return keys.length
    } catch (error) {
      if (!(error instanceof StorageConflictError)) throw error
    }
  }
}

async function wrapAll(
  { from, to, chainId, account }: RotateKeysParameters,
  records: AccountRecords,
): Promise<[string, WrappedKey][]> {
  const keys: [string, WrappedKey][] = []
  for (const [id, wrapped] of records.keys) {
    if (isExternalKey(wrapped)) continue
    const session = records.sessions.find((it) => isSameAddress(it.keyAddress, id))
    const context = { chainId, account, keyAddress: session?.keyAddress ?? getAddress(id) }
    const privateKey = await from.unwrap(wrapped, context)
    keys.push([id, await to.wrap(privateKey, context)])
  }
  return keys
}

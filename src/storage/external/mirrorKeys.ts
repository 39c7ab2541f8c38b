import { getAddress } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import type { AccountRecords, SessionRecord } from '../../types/AccountRecords.ts'
import type { WrappedKey } from '../../types/KeyVault.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { dangerouslyPlaintextVault } from '../vaults/dangerouslyPlaintextVault.ts'
import { writeAccountRecords } from '../writeAccountRecords.ts'
import type { ExternalStore } from './ExternalStore.ts'
import { externalKey } from './externalKey.ts'
import { isExternalKey } from './isExternalKey.ts'

/**
 * Notes which keys of live sessions lie in a store of somebody else's alone and, where the developer
 * said so, gives it those that lie in ours.
 *
 * @throws KeyUnavailableError when a key is not plain here: a copy in the clear would make its vault
 * a lie.
 */
export async function mirrorKeys(
  storage: SessionStorageDriver,
  store: ExternalStore,
  records: AccountRecords,
  isPlaintext: boolean,
): Promise<void> {
  const live = records.sessions.filter(({ inRoot }) => inRoot)
  const missing = new Set<string>()
  const { chainId, account } = records
  for (const keyAddress of new Set(live.map((session) => getAddress(session.keyAddress)))) {
    const id = keyAddress.toLowerCase()
    if (!records.keys.has(id)) {
      if (await store.signer(keyAddress)) missing.add(id)
      continue
    }
    if (!isPlaintext) continue
    const record = await storage.get({ chainId, account, kind: 'key', id })
    const wrapped = record?.value as WrappedKey | undefined
    if (!wrapped || isExternalKey(wrapped) || (await store.signer(keyAddress))) continue
    const vault = dangerouslyPlaintextVault()
    await store.addSigner(await vault.unwrap(wrapped, { chainId, account, keyAddress }))
  }
  if (missing.size === 0) return
  const isMissing = ({ keyAddress }: SessionRecord) => missing.has(keyAddress.toLowerCase())
  try {
    await writeAccountRecords(storage, records, {
      root: records.root,
      sessions: live.filter(isMissing).map((it) => ({ ...it, keyLocation: 'plaintext' })),
      keys: [...missing].map((id) => [id, externalKey]),
    })
  } catch (error) {
    // the account was changed meanwhile; that change comes here too
    if (!(error instanceof StorageConflictError)) throw error
  }
}

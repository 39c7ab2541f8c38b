import { getAddress, type Hex } from 'viem'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.ts'
import type { KeyVault } from '../../../types/KeyVault.ts'
import type { AccountScope } from '../../../types/Session.ts'
import type { SessionStorageDriver } from '../../../types/Storage.ts'
import { isExternalKey } from '../../external/isExternalKey.ts'
import { readAccountRecords } from '../../readAccountRecords.ts'
import { DriverSessionStorage } from '../../state/DriverSessionStorage.ts'
import { sealBackup } from './sealBackup.ts'

export interface ExportBackupParameters extends AccountScope {
  storage: SessionStorageDriver
  /** Opens the keys. */
  vault: KeyVault
  /** Encrypts the backup; whoever has both can use the sessions. At least 8 characters. */
  password: string
}

/**
 * All sessions of an account on a chain, with their keys and journals, as one encrypted text. Keys
 * that lie in a store of somebody else's (`fromSessionStorageClient`) are not in it: they come back
 * where that store is.
 *
 * @throws KeyUnavailableError, KeyIntegrityError when a key does not open.
 *
 * @example
 * const text = await exportBackup({ storage, vault, chainId, account, password })
 */
export async function exportBackup(parameters: ExportBackupParameters): Promise<string> {
  const { storage, vault, chainId, account, password } = parameters
  if (typeof password !== 'string' || password.length < 8)
    throw new InvalidParameterError({
      parameter: 'password',
      problem: 'has fewer than 8 characters',
      fix: 'Ask for a longer one: it is all that protects the file.',
    })
  const scope = { chainId, account }
  const records = await readAccountRecords(storage, scope)
  const keys: Record<string, Hex> = {}
  for (const [id, wrapped] of records.keys)
    if (!isExternalKey(wrapped))
      keys[id] = await vault.unwrap(wrapped, { ...scope, keyAddress: getAddress(id) })
  const documents = new DriverSessionStorage({ driver: storage, scope })
  const journals = await Promise.all((await documents.list()).map((id) => documents.load(id)))
  // What is staged belongs to this device, which will settle it.
  const { staged, ...root } = records.root
  const backup = {
    ...scope,
    madeAt: Date.now(),
    root,
    sessions: records.sessions.filter(({ id }) => !staged?.grants.includes(id)),
    journals: journals.filter((it) => it !== undefined),
    keys,
  }
  return await sealBackup.seal(backup, password)
}

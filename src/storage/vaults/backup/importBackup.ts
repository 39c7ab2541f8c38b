import { getAddress } from 'viem'
import { BackupError } from '../../../errors/BackupError.ts'
import type { AccountRecords, SessionRecord } from '../../../types/AccountRecords.ts'
import type { KeyVault, WrappedKey } from '../../../types/KeyVault.ts'
import type { AccountScope } from '../../../types/Session.ts'
import type { SessionStorageDriver } from '../../../types/Storage.ts'
import { isSameAddress } from '../../../utils/isSameAddress.ts'
import { leafProblem } from '../../../utils/leafProblem.ts'
import { readAccountRecords } from '../../readAccountRecords.ts'
import { DriverSessionStorage } from '../../state/DriverSessionStorage.ts'
import { writeAccountRecords } from '../../writeAccountRecords.ts'
import type { SessionBackup } from './SessionBackup.ts'
import { sealBackup } from './sealBackup.ts'

export interface ImportBackupParameters extends AccountScope {
  storage: SessionStorageDriver
  /** Wraps the keys. */
  vault: KeyVault
  backup: string
  password: string
}

/**
 * Restores a backup. Where the account has nothing here, all of it comes back, and reconciling with
 * the chain tells what of it still holds. Where it has sessions, those are newer and stay as they
 * are: only missing keys and journals of sessions that did not end are brought back.
 *
 * @returns How many sessions and keys came back.
 * @throws BackupError for a wrong password, a damaged file, one with records that are malformed, or
 * one of another account or chain. Nothing is written then.
 *
 * @example
 * await importBackup({ storage, vault, chainId, account, backup, password })
 * await reconcileSessions(config, { chainId, account })
 */
export async function importBackup(
  parameters: ImportBackupParameters,
): Promise<{ sessions: number; keys: number }> {
  const { storage, vault, chainId, account } = parameters
  const scope = { chainId, account }
  const backup = await sealBackup.open(parameters.backup, parameters.password)
  if (backup.chainId !== chainId || !isSameAddress(backup.account, account))
    throw new BackupError('it belongs to another account or chain')
  if (backup.sessions.some(({ permissions }) => permissions.some(({ leaf }) => leafProblem(leaf))))
    throw new BackupError('it has a permission that could hide another one, or that is none')
  const records = await readAccountRecords(storage, scope)
  const isNew = records.revision === null
  const sessions = isNew ? backup.sessions : records.sessions
  const keys = await wrapMissing(parameters, backup, sessions, records.keys)
  const hasCome = ({ keyAddress }: SessionRecord) =>
    keys.some(([id]) => isSameAddress(id, keyAddress))
  const changed = sessions
    .filter((it) => isNew || hasCome(it))
    .map((it): SessionRecord => (hasCome(it) ? { ...it, keyLocation: vault.location } : it))
  await writeAccountRecords(storage, records, {
    root: isNew ? backup.root : records.root,
    sessions: changed,
    keys,
  })
  const documents = new DriverSessionStorage({ driver: storage, scope })
  for (const journal of backup.journals)
    if (!(await documents.load(journal.id))) await documents.save(journal)
  return { sessions: isNew ? sessions.length : 0, keys: keys.length }
}

function wrapMissing(
  { vault, chainId, account }: ImportBackupParameters,
  backup: SessionBackup,
  sessions: readonly SessionRecord[],
  present: AccountRecords['keys'],
): Promise<[string, WrappedKey][]> {
  const isWanted = (id: string) =>
    !present.has(id) &&
    sessions.some(({ keyAddress, status }) => status !== 'REVOKED' && isSameAddress(keyAddress, id))
  return Promise.all(
    Object.entries(backup.keys)
      .filter(([id]) => isWanted(id))
      .map(async ([id, privateKey]) => {
        const context = { chainId, account, keyAddress: getAddress(id) }
        return [id, await vault.wrap(privateKey, context)] as [string, WrappedKey]
      }),
  )
}

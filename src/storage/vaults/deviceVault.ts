import { bytesToHex } from 'viem'
import { ForeignDatabaseError } from '../../errors/databaseErrors.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { KeyContext, KeyVault } from '../../types/KeyVault.ts'
import { connectIndexedDb, type IndexedDbConnection } from '../connectIndexedDb.ts'
import { type AesGcmVault, aesGcm } from './aesGcm.ts'
import { isWrappedBy } from './isWrappedBy.ts'
import { requireWebCrypto } from './requireWebCrypto.ts'
import { requireWrappedBy } from './requireWrappedBy.ts'

export interface DeviceVaultParameters {
  /** The name of the database that holds the key. @default 'grantkit-vault' */
  name?: string | undefined
}

/** What the database holds: one row. */
interface DeviceKey {
  id: string
  key: CryptoKey
}

const name = 'device'
const version = 1
const storeName = 'keys'
const rowKey = 'device'

/**
 * Encrypts session keys with a key that the browser makes and does not hand out: a non-extractable
 * AES-GCM key in IndexedDB. The default in browsers.
 *
 * It makes a dump of the storage, or a backup of it on a server, useless. It does **not** stop a
 * script that runs in the page, which can have the vault decrypt for it, nor whoever has the disk:
 * the browser's profile contains the raw key.
 *
 * @example
 * const config = createSessionConfig({ storage: indexedDb(), vault: deviceVault(), bundler })
 */
export function deviceVault({
  name: database = 'grantkit-vault',
}: DeviceVaultParameters = {}): KeyVault {
  const connection = connectIndexedDb({
    name: database,
    version: 1,
    stores: [storeName],
    upgrade: (db) => {
      db.createObjectStore(storeName)
    },
  })

  return {
    name,
    location: 'device',

    async wrap(privateKey, context) {
      const device = (await findKey(connection)) ?? (await createKey(connection))
      return await aesGcm.wrap(toVault(device), privateKey, context)
    },

    async unwrap(wrapped, context) {
      requireWrappedBy(name, version, wrapped, context)
      const device = await findKey(connection)
      // Never made anew here: a new key opens nothing, and would hide that the old one is gone.
      if (!device || device.id !== wrapped.keyId) throw keyLost(context)
      return await aesGcm.unwrap(toVault(device), wrapped, context)
    },

    async canUnwrap(keys) {
      const isOurs = keys.map((wrapped) => isWrappedBy(name, version, wrapped))
      if (!isOurs.includes(true)) return isOurs
      // a key that cannot be reached opens nothing; why, `unwrap` says
      const device = await findKey(connection).catch(() => undefined)
      return keys.map(
        (it, i) => isOurs[i] === true && device !== undefined && device.id === it.keyId,
      )
    },
  }
}

/**
 * Read at every use instead of kept: when the browser has deleted the key meanwhile, a session key
 * that is wrapped with a copy in memory would be lost at the next reload.
 */
async function findKey(connection: IndexedDbConnection): Promise<DeviceKey | undefined> {
  const row: unknown = await reach(connection.run((db) => db.get(storeName, rowKey)))
  if (row === undefined) return undefined
  if (!isDeviceKey(row))
    throw new KeyUnavailableError(
      "This device's key for session keys is damaged.",
      "Clear this site's data, then grant the sessions anew; the owner can revoke the old ones.",
    )
  return row
}

/** Makes the key, unless another tab was faster: then that one is used. */
async function createKey(connection: IndexedDbConnection): Promise<DeviceKey> {
  const crypto = requireWebCrypto()
  // Before the transaction, which ends as soon as something else is awaited in it.
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  const made: DeviceKey = { id: bytesToHex(crypto.getRandomValues(new Uint8Array(8))), key }
  await reach(
    connection.run(async (db) => {
      const transaction = db.transaction(storeName, 'readwrite', { durability: 'strict' })
      const { store, done } = transaction
      // It rejects when the request below does, which is awaited first.
      done.catch(() => {})
      const found = await store.getKey(rowKey)
      await Promise.all([found === undefined ? store.put(made, rowKey) : undefined, done])
    }),
  )
  const winner = await findKey(connection)
  if (!winner)
    throw new KeyUnavailableError(
      "This device's key for session keys was deleted while it was made.",
      'Try again. If it stays so, allow this site to store data.',
    )
  return winner
}

function isDeviceKey(row: unknown): row is DeviceKey {
  if (row === null || typeof row !== 'object' || !('id' in row) || !('key' in row)) return false
  const { id, key } = row
  return (
    typeof id === 'string' &&
    key instanceof CryptoKey &&
    key.algorithm.name === 'AES-GCM' &&
    !key.extractable
  )
}

async function reach<result>(work: Promise<result>): Promise<result> {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof ForeignDatabaseError) {
      const { shortMessage, metaMessages = [] } = cause
      throw new KeyUnavailableError(shortMessage, metaMessages.join('\n'), { cause })
    }
    throw new KeyUnavailableError(
      "This device's key for session keys cannot be reached.",
      'Leave private mode, or allow this site to store data. On a server use `secretVault()`.',
      { cause },
    )
  }
}

function toVault({ id, key }: DeviceKey): AesGcmVault {
  return { name, version, keyId: id, key }
}

function keyLost({ keyAddress }: KeyContext): KeyUnavailableError {
  return new KeyUnavailableError(
    `The session key ${keyAddress} cannot be opened: the device key that protected it is gone.`,
    'The browser deleted it, or the session was made in another browser. Grant a new session; the owner can still revoke this one.',
  )
}

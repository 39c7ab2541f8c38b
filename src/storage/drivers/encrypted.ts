import { bytesToHex, hexToBytes, isHex } from 'viem'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { StorageCorruptError } from '../../errors/StorageCorruptError.ts'
import { StorageVersionError } from '../../errors/StorageVersionError.ts'
import { VaultSecretError } from '../../errors/VaultSecretError.ts'
import type { Json } from '../../types/Json.ts'
import type {
  RecordAddress,
  SessionStorageDriver,
  StorageOperation,
  StoredRecord,
  UnreadableRecord,
} from '../../types/Storage.ts'
import { currentFormat } from '../currentFormat.ts'
import { migrateRecord } from '../migrateRecord.ts'
import { type PreparedOperation, prepareOperations } from '../prepareOperations.ts'
import type { RecordFormat } from '../RecordFormat.ts'
import { requireWebCrypto } from '../vaults/requireWebCrypto.ts'

export interface EncryptedParameters {
  /** Where the encrypted records go. */
  storage: SessionStorageDriver
  /** 32 bytes; or where to get them from, asked once. */
  secret: Uint8Array | (() => Uint8Array | Promise<Uint8Array>)
  /** @internal For tests. */
  format?: RecordFormat | undefined
}

/** An encrypted value, in a form that `isWrappedValue` knows. */
interface Sealed {
  [name: string]: Json
  /** As in a wrapped key: a storage that takes keys in no other form takes them like this too. */
  vault: 'encrypted'
  iv: string
  data: string
}

/**
 * Encrypts whole records, also policies and journals, before another driver stores them
 * (AES-256-GCM). Chain, account, kind and id stay readable: they are how records are found. A record
 * that was moved elsewhere does not open. Keys need a vault all the same.
 *
 * @throws VaultSecretError when the secret is no 32 bytes.
 *
 * @example
 * const storage = encrypted({ storage: file({ directory: './sessions' }), secret })
 */
export function encrypted({
  storage,
  secret,
  format = currentFormat,
}: EncryptedParameters): SessionStorageDriver {
  const fetch = typeof secret === 'function' ? secret : undefined
  const given = typeof secret === 'function' ? undefined : checked(secret)
  let opening: Promise<CryptoKey> | undefined

  function open(): Promise<CryptoKey> {
    if (!opening) {
      const attempt = importKey(async () => given ?? checked(await fetch?.()))
      opening = attempt
      attempt.catch(() => {
        opening = undefined
      })
    }
    return opening
  }

  async function unsealed(record: StoredRecord): Promise<StoredRecord> {
    const { address, revision } = record
    const version = versionOf(record.value)
    if (version > format.version)
      throw new StorageVersionError({
        address,
        found: version,
        supported: format.version,
        revision,
      })
    const json = await unseal(await open(), address, record.value)
    if (json === undefined) throw new StorageCorruptError(address, revision)
    if (version === format.version) return { address, revision, value: JSON.parse(json) as Json }
    const migrated = migrateRecord(address, json, version, format)
    if (migrated.failed !== undefined)
      throw new StorageCorruptError(address, revision, { details: migrated.failed })
    return { address, revision, value: JSON.parse(migrated.json) as Json }
  }

  /** With a condition where there was none: a record that does not open must not be overwritten. */
  async function toSealed(operation: PreparedOperation): Promise<StorageOperation> {
    const { type, address } = operation
    let { ifRevision } = operation
    if (type !== 'check') {
      const there = await storage.get(address).catch((error: unknown) => {
        // The driver below decides about what it cannot read itself.
        if (operation.ifRevision === undefined) throw error
        return undefined
      })
      if (there && ifRevision !== there.revision) await unsealed(there)
      if (ifRevision === undefined) ifRevision = there?.revision ?? null
    }
    if (operation.type === 'put')
      return {
        type: 'put',
        address,
        ifRevision,
        value: await seal(await open(), address, operation.json, format.version),
      }
    return type === 'check'
      ? { type, address, ifRevision: ifRevision ?? null }
      : { type: 'delete', address, ifRevision }
  }

  const driver: SessionStorageDriver = {
    name: `encrypted(${storage.name})`,

    get supports() {
      return storage.supports
    },

    async get(address) {
      const record = await storage.get(address)
      return record && (await unsealed(record))
    },

    async put(address, value, options = {}) {
      const [record] = await driver.batch([
        { type: 'put', address, value, ifRevision: options.ifRevision },
      ])
      // A put always yields its record; this tells the compiler.
      if (!record) throw new Error('unreachable')
      return record
    },

    async delete(address, options = {}) {
      await driver.batch([{ type: 'delete', address, ifRevision: options.ifRevision }])
    },

    async list(prefix, options = {}) {
      const page = await storage.list(prefix, options)
      const records: StoredRecord[] = []
      const unreadable: UnreadableRecord[] = [...(page.unreadable ?? [])]
      for (const record of page.records)
        try {
          records.push(await unsealed(record))
        } catch (error) {
          const isUnreadable =
            error instanceof StorageCorruptError || error instanceof StorageVersionError
          if (options.unreadable !== 'report' || !isUnreadable) throw error
          unreadable.push({ address: record.address, revision: record.revision, error })
        }
      return { ...page, records, ...(unreadable.length > 0 ? { unreadable } : {}) }
    },

    async batch(operations) {
      const prepared = prepareOperations(operations)
      for (;;) {
        const sealed = await Promise.all(prepared.map(toSealed))
        try {
          const results = await storage.batch(sealed)
          return prepared.map((operation, index) => {
            const revision = results[index]?.revision
            if (operation.type !== 'put' || revision === undefined) return undefined
            const value = JSON.parse(operation.json) as Json
            return { address: { ...operation.address }, value, revision }
          })
        } catch (error) {
          const isOurs =
            error instanceof StorageConflictError &&
            prepared[error.operation ?? 0]?.ifRevision === undefined
          // It was not the caller's condition that failed: somebody wrote since we looked.
          if (!isOurs) throw error
        }
      }
    },

    watch: (prefix, listener) => storage.watch(prefix, listener),
    close: () => storage.close(),
  }
  return driver
}

async function importKey(fetch: () => Promise<Uint8Array<ArrayBuffer>>): Promise<CryptoKey> {
  const { subtle } = requireWebCrypto()
  return await subtle.importKey('raw', await fetch(), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function checked(secret: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  if (!(secret instanceof Uint8Array)) throw new VaultSecretError('this is no bytes')
  if (secret.length !== 32) throw new VaultSecretError(`this has ${secret.length} bytes`)
  return new Uint8Array(secret)
}

/** The version of a sealed value. Version 1 came without. */
function versionOf(value: Json): number {
  const { v = 1 } = (value ?? {}) as Partial<Sealed>
  return typeof v === 'number' ? v : 0
}

function algorithm(
  iv: Uint8Array<ArrayBuffer>,
  { chainId, account, kind, id }: RecordAddress,
  version: number,
): AesGcmParams {
  const binding = JSON.stringify(['grantkit-record', version, chainId, account, kind, id])
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(binding), tagLength: 128 }
}

async function seal(
  key: CryptoKey,
  address: RecordAddress,
  json: string,
  version: number,
): Promise<Sealed> {
  const { subtle } = requireWebCrypto()
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(json)
  const data = await subtle.encrypt(algorithm(iv, address, version), key, plain)
  return {
    vault: 'encrypted',
    iv: bytesToHex(iv),
    data: bytesToHex(new Uint8Array(data)),
    ...(version === 1 ? {} : { v: version }),
  }
}

/** `undefined` for what was not sealed here, or for another place, or with another secret. */
async function unseal(
  key: CryptoKey,
  address: RecordAddress,
  value: Json,
): Promise<string | undefined> {
  const { iv, data } = (value ?? {}) as Partial<Sealed>
  if (!isHex(iv) || iv.length !== 26 || !isHex(data)) return undefined
  try {
    const { subtle } = requireWebCrypto()
    const bytes = new Uint8Array(hexToBytes(data))
    const plain = await subtle.decrypt(
      algorithm(new Uint8Array(hexToBytes(iv)), address, versionOf(value)),
      key,
      bytes,
    )
    return new TextDecoder().decode(plain)
  } catch {
    return undefined
  }
}

import { bytesToHex, type Hex, hexToBytes, isHex } from 'viem'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import { VaultSecretError } from '../../errors/VaultSecretError.ts'
import type { KeyContext, KeyVault } from '../../types/KeyVault.ts'
import { type AesGcmVault, aesGcm } from './aesGcm.ts'
import { createVaultWatchers } from './createVaultWatchers.ts'
import { isWrappedBy } from './isWrappedBy.ts'
import { requireWebCrypto } from './requireWebCrypto.ts'
import { requireWrappedBy } from './requireWrappedBy.ts'

/** 32 bytes, or 64 hexadecimal digits with or without `0x`. */
export type VaultSecret = Uint8Array | string

export interface SecretVaultParameters {
  /** The secret, or where to get it from, such as a KMS. Asked once, at first use. */
  secret: VaultSecret | (() => VaultSecret | Promise<VaultSecret>)
}

const name = 'secret'
const version = 1

/**
 * Encrypts session keys with a secret of the caller's: for servers and agents. Whoever has the
 * secret and the storage has the keys; so keep the two apart.
 *
 * @throws VaultSecretError when the secret is no 32 bytes: at once, or from `wrap` and `unwrap`
 * where a function gives it.
 *
 * @example
 * secretVault({ secret: process.env.SESSION_SECRET ?? '' })
 * secretVault({ secret: async () => await kms.decrypt(blob) })
 */
export function secretVault({ secret }: SecretVaultParameters): KeyVault {
  // Copied and checked now, so that a wrong one fails where it is configured.
  let given = typeof secret === 'function' ? undefined : toBytes(secret)
  const fetch = typeof secret === 'function' ? secret : undefined
  let opening: Promise<AesGcmVault> | undefined
  let opened: AesGcmVault | undefined
  const watchers = createVaultWatchers()

  async function load(): Promise<AesGcmVault> {
    const bytes = fetch ? toBytes(await call(fetch)) : given
    // Only `fetch` can run twice: what was given is dropped once it is a key.
    if (!bytes) throw new VaultSecretError('there is none')
    const vault = await importSecret(bytes)
    bytes.fill(0)
    given = undefined
    opened = vault
    // until now keys of another secret counted as ours
    if (fetch) watchers.notify()
    return vault
  }

  function open(): Promise<AesGcmVault> {
    if (!opening) {
      const attempt = load()
      opening = attempt
      // A KMS that was away is asked again.
      attempt.catch(() => {
        opening = undefined
      })
    }
    return opening
  }

  return {
    name,
    location: 'secret',

    async wrap(privateKey, context) {
      return await aesGcm.wrap(await open(), privateKey, context)
    },

    async unwrap(wrapped, context) {
      requireWrappedBy(name, version, wrapped, context)
      const vault = await open()
      if (wrapped.keyId !== vault.keyId) throw otherSecret(context)
      return await aesGcm.unwrap(vault, wrapped, context)
    },

    /**
     * A secret that was given is compared. One that is still to be fetched is taken at its word:
     * a list of sessions is no reason to ask a KMS, and most deployments have one secret.
     */
    async canUnwrap(keys) {
      const isOurs = keys.map((wrapped) => isWrappedBy(name, version, wrapped))
      if (!isOurs.includes(true) || (fetch && !opened)) return isOurs
      const vault = await open().catch(() => undefined)
      return keys.map(
        (it, i) => isOurs[i] === true && vault !== undefined && vault.keyId === it.keyId,
      )
    },

    watch: watchers.watch,
  }
}

async function importSecret(bytes: Uint8Array<ArrayBuffer>): Promise<AesGcmVault> {
  const { subtle } = requireWebCrypto()
  const key = await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  // Tells a changed secret from damaged bytes. One way, and of 256 random bits, so it gives none away.
  const label = new TextEncoder().encode('grantkit secret vault key id 1')
  const digest = await subtle.digest('SHA-256', new Uint8Array([...label, ...bytes]))
  return { name, version, keyId: bytesToHex(new Uint8Array(digest, 0, 8)), key }
}

async function call(fetch: () => VaultSecret | Promise<VaultSecret>): Promise<VaultSecret> {
  try {
    return await fetch()
  } catch (cause) {
    throw new KeyUnavailableError(
      "The secret of the session keys' vault could not be fetched.",
      'Look at what the `secret` function given to `secretVault` threw, and try again.',
      { cause },
    )
  }
}

function otherSecret({ keyAddress }: KeyContext): KeyUnavailableError {
  return new KeyUnavailableError(
    `The session key ${keyAddress} was encrypted with another secret.`,
    'Give `secretVault` the secret that was in use then, or grant a new session.',
  )
}

/** A copy, which may be wiped. */
function toBytes(secret: VaultSecret): Uint8Array<ArrayBuffer> {
  if (typeof secret === 'string') {
    const hex: Hex = secret.startsWith('0x') ? (secret as Hex) : `0x${secret}`
    if (!isHex(hex)) throw new VaultSecretError('this is no hexadecimal text')
    if (hex.length !== 66) throw new VaultSecretError(`this has ${hex.length - 2} digits`)
    return new Uint8Array(hexToBytes(hex))
  }
  if (!(secret instanceof Uint8Array)) throw new VaultSecretError('this is neither bytes nor text')
  if (secret.length !== 32) throw new VaultSecretError(`this has ${secret.length} bytes`)
  return new Uint8Array(secret)
}

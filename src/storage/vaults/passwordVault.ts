import { bytesToHex, hexToBytes, isHex } from 'viem'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { KeyContext, WrappedKey } from '../../types/KeyVault.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { type AesGcmVault, aesGcm } from './aesGcm.ts'
import { createLockedError } from './createLockedError.ts'
import { createVaultWatchers } from './createVaultWatchers.ts'
import {
  derivePasswordBits,
  importPassword,
  leastIterations,
  mostIterations,
} from './derivePasswordBits.ts'
import { deriveVaultKey } from './deriveVaultKey.ts'
import { forEachKey } from './forEachKey.ts'
import { isWrappedBy } from './isWrappedBy.ts'
import type { LockableVault } from './LockableVault.ts'
import { requireWebCrypto } from './requireWebCrypto.ts'
import { requireWrappedBy } from './requireWrappedBy.ts'

export interface PasswordVaultParameters {
  /** Rounds of PBKDF2-SHA256 for new keys. @default 600_000, which is also the least */
  iterations?: number | undefined
}

export interface PasswordVault extends LockableVault {
  /**
   * Opens the vault. With the storage that its keys lie in the password is checked against one of
   * them, and keys that were wrapped with fewer rounds than now are wrapped anew.
   *
   * @throws KeyUnavailableError when it is not the password of the stored keys; the vault stays
   * locked.
   */
  unlock(password: string, options?: { storage?: SessionStorageDriver }): Promise<void>
}

const name = 'password'
const version = 1
const saltLength = 16
const pbkdf2 = 'PBKDF2-SHA256'

/** What is there while the vault is open. */
interface Opened {
  password: CryptoKey
  /** Wrapping keys by salt and rounds: each takes a good part of a second to derive. */
  keys: Map<string, Promise<AesGcmVault>>
  salt: string
}

/**
 * Encrypts session keys with a password of the user's. Neither a dump of the storage nor the stolen
 * disk opens them, as far as the password cannot be guessed; a script in the page can use them
 * while the vault is open. Salt and rounds are stored with every key.
 *
 * @throws InvalidParameterError for fewer than 600,000 iterations.
 *
 * @example
 * const vault = passwordVault()
 * const config = createSessionConfig({ vault, bundler })
 * await vault.unlock(password, { storage: config.storage })
 */
export function passwordVault({
  iterations = leastIterations,
}: PasswordVaultParameters = {}): PasswordVault {
  if (
    !Number.isSafeInteger(iterations) ||
    iterations < leastIterations ||
    iterations > mostIterations
  )
    throw new InvalidParameterError({
      parameter: 'iterations',
      problem: `must be from ${leastIterations} to ${mostIterations}`,
      fix: 'Leave it out.',
    })
  let opened: Opened | undefined
  const watchers = createVaultWatchers()

  function requireOpened(): Opened {
    if (opened) return opened
    throw createLockedError({ name })
  }

  function derive({ password, keys }: Opened, salt: string, rounds: number): Promise<AesGcmVault> {
    const place = placeOf(salt, rounds)
    const known = keys.get(place)
    if (known !== undefined) return known
    const bytes = new Uint8Array(hexToBytes(salt as `0x${string}`))
    const derived = derivePasswordBits(password, bytes, rounds).then((bits) =>
      deriveVaultKey(name, version, bits),
    )
    keys.set(place, derived)
    // Records with salts that somebody made up must not fill the memory.
    if (keys.size > 50) keys.delete([...keys.keys()][1] ?? '')
    return derived
  }

  async function unwrapWith(open: Opened, wrapped: WrappedKey, context: KeyContext) {
    requireWrappedBy(name, version, wrapped, context)
    const found = derivationOf(wrapped)
    const vault = found && (await derive(open, found.salt, found.rounds))
    if (!vault || vault.keyId !== wrapped.keyId) {
      // it counted as able until it was tried
      if (open === opened) watchers.notify()
      throw otherPassword(context)
    }
    return await aesGcm.unwrap(vault, wrapped, context)
  }

  async function wrapWith(
    open: Opened,
    ...[privateKey, context]: Parameters<LockableVault['wrap']>
  ) {
    const vault = await derive(open, open.salt, iterations)
    const wrapped = await aesGcm.wrap(vault, privateKey, context)
    return { ...wrapped, kdf: pbkdf2, salt: open.salt, iterations }
  }

  /** Without deriving anything, which takes long: a password that was never tried counts as right. */
  async function canUnwrapWith({ keys }: Opened, wrapped: WrappedKey): Promise<boolean> {
    if (!isWrappedBy(name, version, wrapped)) return false
    const found = derivationOf(wrapped)
    if (!found) return false
    const derived = keys.get(placeOf(found.salt, found.rounds))
    return derived === undefined || (await derived).keyId === wrapped.keyId
  }

  return {
    name,
    location: 'password',

    isLocked: () => opened === undefined,

    canWrap: () => opened !== undefined,

    watch: watchers.watch,

    lock() {
      opened = undefined
      watchers.notify()
    },

    async unlock(password, { storage } = {}) {
      const salt = requireWebCrypto().getRandomValues(new Uint8Array(saltLength))
      const candidate: Opened = {
        password: await importPassword(password),
        keys: new Map(),
        salt: bytesToHex(salt),
      }
      if (storage)
        await forEachKey(storage, name, async (wrapped, context) => {
          const privateKey = await unwrapWith(candidate, wrapped, context)
          // From here on new keys share its salt, so that one derivation opens all.
          if (Number(wrapped.iterations) === iterations) candidate.salt = String(wrapped.salt)
          const isWeak = Number(wrapped.iterations) < iterations
          return isWeak ? await wrapWith(candidate, privateKey, context) : undefined
        })
      opened = candidate
      watchers.notify()
    },

    async wrap(privateKey, context) {
      return await wrapWith(requireOpened(), privateKey, context)
    },

    async unwrap(wrapped, context) {
      return await unwrapWith(requireOpened(), wrapped, context)
    },

    async canUnwrap(keys) {
      const open = opened
      if (!open) return keys.map(() => false)
      return Promise.all(keys.map((key) => canUnwrapWith(open, key).catch(() => false)))
    },
  }
}

function placeOf(salt: string, rounds: number): string {
  return `${salt} ${rounds}`
}

/** From what its key is derived, where that can be. */
function derivationOf(wrapped: WrappedKey): { salt: string; rounds: number } | undefined {
  const { kdf, salt, iterations: rounds } = wrapped
  const isValid =
    kdf === pbkdf2 &&
    isHex(salt) &&
    salt.length === 2 + 2 * saltLength &&
    Number.isSafeInteger(rounds) &&
    Number(rounds) >= 1 &&
    Number(rounds) <= mostIterations
  return isValid ? { salt, rounds: Number(rounds) } : undefined
}

function otherPassword({ keyAddress }: KeyContext): KeyUnavailableError {
  return new KeyUnavailableError(
    `The session key ${keyAddress} was encrypted with another password.`,
    'Ask the user again. If it is forgotten, grant a new session; the owner can revoke the old one.',
  )
}

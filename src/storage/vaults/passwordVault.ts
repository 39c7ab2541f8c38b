import { bytesToHex, hexToBytes, isHex } from 'viem'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { KeyIntegrityError } from '../../errors/KeyIntegrityError.ts'
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
   * Opens the vault. With the storage that its keys lie in the password is checked against them, and
   * those that were wrapped with fewer rounds than now are wrapped anew. Records that are not keys of
   * this vault, whoever wrote them, are passed over.
   *
   * @throws KeyUnavailableError when it is the password of none of the stored keys; the vault stays
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
    if (!found) throw new KeyIntegrityError(context.keyAddress, 'its stored form is damaged')
    const vault = await derive(open, found.salt, found.rounds)
    if (vault.keyId !== wrapped.keyId) {
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

  /** @throws KeyUnavailableError when the password opens none of the keys in a storage. */
  async function checkAgainst(candidate: Opened, storage: SessionStorageDriver): Promise<void> {
    const groups = new Map<string, Group>()
    let first: KeyContext | undefined
    await forEachKey(storage, name, async (wrapped, context) => {
      const found = derivationOf(wrapped)
      if (!found || !isWrappedBy(name, version, wrapped)) return undefined
      const place = placeOf(found.salt, found.rounds)
      const group = groups.get(place) ?? { ...found, keyIds: [] }
      group.keyIds.push(wrapped.keyId)
      groups.set(place, group)
      first ??= context
      return undefined
    })
    if (!first) return
    // Whoever writes to the storage can make up salts without end, and each costs a good part of a
    // second: those that look most like ours come first, and the time for all is limited.
    const isUsual = ({ rounds }: Group) => Number(rounds === iterations)
    const inOrder = [...groups.values()].sort(
      (a, b) => isUsual(b) - isUsual(a) || b.keyIds.length - a.keyIds.length,
    )
    let left = mostIterations
    let isRight = false
    const weak = new Map<string, string>()
    for (const { salt, rounds, keyIds } of inOrder) {
      if (rounds > left || (isRight && rounds >= iterations)) continue
      left -= rounds
      const { keyId } = await derive(candidate, salt, rounds)
      // Only the password leads to this id.
      if (!keyIds.includes(keyId)) continue
      isRight = true
      // From here on new keys share its salt, so that one derivation opens all.
      if (rounds === iterations) candidate.salt = salt
      if (rounds < iterations) weak.set(placeOf(salt, rounds), keyId)
    }
    if (!isRight) throw otherPassword(first)
    if (weak.size > 0)
      await forEachKey(storage, name, async (wrapped, context) => {
        const keyId = weak.get(placeOf(String(wrapped.salt), Number(wrapped.iterations)))
        if (keyId === undefined || wrapped.keyId !== keyId) return undefined
        try {
          return await wrapWith(candidate, await unwrapWith(candidate, wrapped, context), context)
        } catch (error) {
          // Damaged, or moved here from elsewhere: no reason to keep the others locked.
          if (error instanceof KeyIntegrityError || error instanceof KeyUnavailableError)
            return undefined
          throw error
        }
      })
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
      if (storage) await checkAgainst(candidate, storage)
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

/** Keys that one derivation opens. */
interface Group {
  salt: string
  rounds: number
  /** As the records name them. */
  keyIds: unknown[]
}

function placeOf(salt: string, rounds: number): string {
  return `${salt} ${rounds}`
}

/**
 * From what its key is derived, where that is something that this vault makes: never fewer rounds
 * than it ever used, which would be as good as none, and no more than it takes.
 */
function derivationOf(wrapped: WrappedKey): { salt: string; rounds: number } | undefined {
  const { kdf, salt, iterations: rounds } = wrapped
  const isValid =
    kdf === pbkdf2 &&
    isHex(salt) &&
    salt.length === 2 + 2 * saltLength &&
    Number.isSafeInteger(rounds) &&
    Number(rounds) >= leastIterations &&
    Number(rounds) <= mostIterations
  return isValid ? { salt, rounds: Number(rounds) } : undefined
}

function otherPassword({ keyAddress }: KeyContext): KeyUnavailableError {
  return new KeyUnavailableError(
    `The session key ${keyAddress} was encrypted with another password.`,
    'Ask the user again. If it is forgotten, grant a new session; the owner can revoke the old one.',
  )
}

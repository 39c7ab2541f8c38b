import { type Hex, isHex } from 'viem'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { KeyContext } from '../../types/KeyVault.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { connectIndexedDb } from '../connectIndexedDb.ts'
import { type AesGcmVault, aesGcm } from './aesGcm.ts'
import { createVaultWatchers } from './createVaultWatchers.ts'
import { deriveVaultKey } from './deriveVaultKey.ts'
import { forEachKey } from './forEachKey.ts'
import { isWrappedBy } from './isWrappedBy.ts'
import type { LockableVault } from './LockableVault.ts'
import { passkeyCeremony } from './passkeyCeremony.ts'
import { requireWrappedBy } from './requireWrappedBy.ts'

export interface PasskeyVaultParameters {
  /** What the user sees in the passkey's list. @default 'Session keys' */
  userName?: string | undefined
  /** The domain that the passkey is for. @default the page's */
  rpId?: string | undefined
  /** The name of the database that remembers which passkey it is. @default 'grantkit-passkey' */
  name?: string | undefined
}

export interface PasskeyVault extends LockableVault {
  /**
   * Asks the user for the passkey; makes one the first time. Call it from a click: some browsers
   * ask at no other time. `wrap` and `unwrap` do so by themselves where the vault is locked.
   *
   * With a storage that another device wrote to, and no passkey made here yet, the passkeys of its
   * keys are asked for instead: one that a provider keeps in step opens the sessions here too.
   */
  unlock(options?: { storage?: SessionStorageDriver }): Promise<void>
}

const name = 'passkey'
const version = 1
const storeName = 'passkeys'
const rowKey = 'credential'

interface Opened {
  credentialId: Hex
  vault: AesGcmVault
}

/**
 * Encrypts session keys with a secret that a passkey gives out only when the user confirms with
 * finger, face or PIN (WebAuthn, extension `prf`). Neither a dump of the storage nor the stolen disk
 * opens them. A script in the page can use them while the vault is open. Passkeys that a provider
 * keeps in step open them on the user's other devices too.
 *
 * @throws KeyUnavailableError from its methods: where there are no passkeys, where they have no
 * `prf`, and when the user declines.
 *
 * @example
 * const vault = passkeyVault({ userName: 'Session keys of shop.example' })
 * button.onclick = () => vault.unlock()
 */
export function passkeyVault({
  userName = 'Session keys',
  rpId,
  name: database = 'grantkit-passkey',
}: PasskeyVaultParameters = {}): PasskeyVault {
  const connection = connectIndexedDb({
    name: database,
    version: 1,
    stores: [storeName],
    upgrade: (db) => {
      db.createObjectStore(storeName)
    },
  })
  let opened: Opened | undefined
  /** So that several keys at once ask the user once. */
  let opening: Promise<Opened> | undefined
  let locks = 0
  const watchers = createVaultWatchers()

  /** @param others Asked for where nothing is wanted and none was made here. */
  function open(wanted: Hex | undefined, others?: () => Promise<Hex[]>): Promise<Opened> {
    if (opened && (wanted === undefined || wanted === opened.credentialId))
      return Promise.resolve(opened)
    const attempt = opening?.then((found) =>
      wanted === undefined || found.credentialId === wanted ? found : ask(wanted, others),
    )
    const next = attempt ?? ask(wanted, others)
    opening = next
    const forget = () => {
      if (opening === next) opening = undefined
    }
    next.then(forget, forget)
    return next
  }

  async function ask(wanted: Hex | undefined, others?: () => Promise<Hex[]>): Promise<Opened> {
    const before = locks
    const known = wanted ?? (await remembered())
    const credentialIds = known ? [known] : ((await others?.()) ?? [])
    const { credentialId, secret } =
      credentialIds.length > 0
        ? await passkeyCeremony.get({ credentialIds, rpId })
        : await passkeyCeremony.create({ userName, rpId })
    const found = { credentialId, vault: await deriveVaultKey(name, version, secret) }
    if (!known) await remember(credentialId)
    // Locked while the user was asked: this once, and no more.
    if (locks === before) {
      opened = found
      watchers.notify()
    }
    return found
  }

  async function remembered(): Promise<Hex | undefined> {
    const row: unknown = await connection.run((db) => db.get(storeName, rowKey))
    return isHex(row) ? row : undefined
  }

  async function remember(credentialId: Hex): Promise<void> {
    await connection.run((db) => db.put(storeName, credentialId, rowKey))
  }

  return {
    name,
    location: 'passkey',

    isLocked: () => opened === undefined,

    lock() {
      locks++
      opened = undefined
      opening = undefined
      watchers.notify()
    },

    async unlock({ storage } = {}) {
      await open(undefined, storage && (() => passkeysIn(storage)))
    },

    // it asks for the passkey, and makes one the first time
    canWrap: () => true,

    watch: watchers.watch,

    async wrap(privateKey, context) {
      const { credentialId, vault } = await open(undefined)
      return { ...(await aesGcm.wrap(vault, privateKey, context)), credentialId }
    },

    async unwrap(wrapped, context) {
      requireWrappedBy(name, version, wrapped, context)
      const { credentialId } = wrapped
      if (!isCredentialId(credentialId)) throw otherPasskey(context)
      const { vault } = await open(credentialId)
      if (vault.keyId !== wrapped.keyId) throw otherPasskey(context)
      return await aesGcm.unwrap(vault, wrapped, context)
    },

    async canUnwrap(keys) {
      const open = opened
      return keys.map(
        (wrapped) =>
          open !== undefined &&
          isWrappedBy(name, version, wrapped) &&
          wrapped.credentialId === open.credentialId &&
          wrapped.keyId === open.vault.keyId,
      )
    },
  }
}

/** How many passkeys are asked for at once: authenticators take no list of any length. */
const mostPasskeys = 64

/** The passkeys that the keys in a storage were wrapped with, those of most keys first. */
async function passkeysIn(storage: SessionStorageDriver): Promise<Hex[]> {
  const found = new Map<Hex, number>()
  await forEachKey(storage, name, async ({ credentialId }) => {
    if (isCredentialId(credentialId)) found.set(credentialId, (found.get(credentialId) ?? 0) + 1)
    return undefined
  })
  const byKeys = [...found].sort(([, a], [, b]) => b - a)
  return byKeys.slice(0, mostPasskeys).map(([credentialId]) => credentialId)
}

/** Whole bytes, at least one and at most as many as WebAuthn has (1,023). */
function isCredentialId(value: unknown): value is Hex {
  return isHex(value) && value.length % 2 === 0 && value.length > 2 && value.length <= 2 + 2 * 1_023
}

function otherPasskey({ keyAddress }: KeyContext): KeyUnavailableError {
  return new KeyUnavailableError(
    `The session key ${keyAddress} was encrypted with another passkey.`,
    'Use the passkey that it was made with, or grant a new session.',
  )
}

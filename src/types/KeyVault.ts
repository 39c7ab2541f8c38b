import type { Address, Hex } from 'viem'
import type { Json } from './Json.ts'

/** What a wrapped key is bound to: it unwraps for this account, chain and address alone. */
export interface KeyContext {
  chainId: number
  account: Address
  /** The address of the session key. */
  keyAddress: Address
}

/** A key as it is stored. Opaque to all but its vault; JSON. */
export interface WrappedKey {
  readonly [key: string]: Json
  /** The vault that made it. */
  vault: string
  version: number
}

/**
 * Where session keys are kept from being read. A vault wraps a key before it is stored and unwraps
 * it when a signer is made; nothing else in the kit sees a private key.
 */
export interface KeyVault {
  /** Stored with every key that it wraps; the same for all vaults of its type. */
  readonly name: string
  /** In words for the user: where the key is kept. */
  readonly location: 'device' | 'password' | 'passkey' | 'secret' | 'plaintext'
  /**
   * To be awaited before a storage transaction is opened. Every call gives other bytes.
   *
   * @throws KeyUnavailableError when the vault cannot be opened on this device.
   * @throws KeyIntegrityError when it is not the private key of `context.keyAddress`.
   */
  wrap(privateKey: Hex, context: KeyContext): Promise<WrappedKey>
  /**
   * @throws KeyUnavailableError when the vault cannot be opened on this device, or another vault,
   * secret or device key wrapped it.
   * @throws KeyIntegrityError when the bytes were changed, or belong to another context.
   */
  unwrap(wrapped: WrappedKey, context: KeyContext): Promise<Hex>
  /**
   * Whether `unwrap` could open each of them now, as far as can be told without asking the user,
   * decrypting, or a call to a KMS. Sessions whose keys it could not are shown as `INACTIVE`. One
   * call for all keys; it never throws. A vault without it counts as able.
   */
  canUnwrap?(keys: readonly WrappedKey[]): Promise<readonly boolean[]>
  /**
   * Whether `wrap` could do its work now, if need be by asking the user. Where it could not, nobody
   * is asked to approve a session whose key has no place. A vault without it counts as able.
   */
  canWrap?(): boolean
  /** Whether its user has to open it before keys unwrap. A vault without it counts as open. */
  isLocked?(): boolean
  /**
   * Calls `onChange` when what `canUnwrap` says may have changed: it was locked, or unlocked.
   *
   * @returns ends it.
   */
  watch?(onChange: () => void): () => void
}

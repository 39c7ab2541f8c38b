import { bytesToHex, type Hex, hexToBytes, isHex } from 'viem'
import { KeyIntegrityError } from '../../errors/KeyIntegrityError.ts'
import type { KeyContext, WrappedKey } from '../../types/KeyVault.ts'
import { bindingOf } from './bindingOf.ts'
import { requireWebCrypto } from './requireWebCrypto.ts'
import { verifyKey } from './verifyKey.ts'

/** The vault that wraps, and the key that it wraps with. */
export interface AesGcmVault {
  name: string
  version: number
  /** Which wrapping key it is; not secret. */
  keyId: string
  key: CryptoKey
}

/** AES-256-GCM over the 32 bytes of a session key: how all vaults but the plaintext one wrap. */
export const aesGcm = {
  async wrap(vault: AesGcmVault, privateKey: Hex, context: KeyContext): Promise<WrappedKey> {
    const plain = new Uint8Array(hexToBytes(verifyKey(privateKey, context)))
    const crypto = requireWebCrypto()
    // Fresh for every write: GCM breaks when a key is used twice with one IV.
    const iv = crypto.getRandomValues(new Uint8Array(12))
    try {
      const data = await crypto.subtle.encrypt(algorithm(vault, iv, context), vault.key, plain)
      return {
        vault: vault.name,
        version: vault.version,
        keyId: vault.keyId,
        iv: bytesToHex(iv),
        data: bytesToHex(new Uint8Array(data)),
      }
    } finally {
      plain.fill(0)
    }
  },

  /** @throws KeyIntegrityError */
  async unwrap(vault: AesGcmVault, wrapped: WrappedKey, context: KeyContext): Promise<Hex> {
    const { keyAddress } = context
    const iv = bytesOf(wrapped.iv, 12)
    // The key, and the 16 bytes of the tag.
    const data = bytesOf(wrapped.data, 48)
    if (!iv || !data) throw new KeyIntegrityError(keyAddress, 'its stored form is damaged')
    const { subtle } = requireWebCrypto()
    let plain: Uint8Array
    try {
      plain = new Uint8Array(await subtle.decrypt(algorithm(vault, iv, context), vault.key, data))
    } catch (cause) {
      throw new KeyIntegrityError(keyAddress, 'its stored form does not open', { cause })
    }
    try {
      return verifyKey(bytesToHex(plain), context)
    } finally {
      plain.fill(0)
    }
  },
}

function algorithm(
  { name, version }: AesGcmVault,
  iv: Uint8Array<ArrayBuffer>,
  context: KeyContext,
): AesGcmParams {
  const additionalData = new TextEncoder().encode(bindingOf(name, version, context))
  return { name: 'AES-GCM', iv, additionalData, tagLength: 128 }
}

function bytesOf(value: unknown, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (!isHex(value) || value.length !== 2 + 2 * length) return undefined
  return new Uint8Array(hexToBytes(value))
}

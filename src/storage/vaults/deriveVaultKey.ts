import { bytesToHex } from 'viem'
import type { AesGcmVault } from './aesGcm.ts'
import { requireWebCrypto } from './requireWebCrypto.ts'

/**
 * The wrapping key of a vault from a secret of 32 bytes, and a short text that tells whether a
 * record was wrapped with it. Both come from it by HKDF, one way, with names of their own. The
 * secret is wiped.
 */
export async function deriveVaultKey(
  name: string,
  version: number,
  secret: Uint8Array<ArrayBuffer>,
): Promise<AesGcmVault> {
  const { subtle } = requireWebCrypto()
  const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey', 'deriveBits'])
  secret.fill(0)
  const hkdf = (use: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode(`grantkit ${name} vault ${version} ${use}`),
  })
  const [key, id] = await Promise.all([
    subtle.deriveKey(hkdf('wrapping key'), base, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    subtle.deriveBits(hkdf('key id'), base, 64),
  ])
  return { name, version, key, keyId: bytesToHex(new Uint8Array(id)) }
}

import { requireWebCrypto } from './requireWebCrypto.ts'

/** The fewest rounds with which anything new is encrypted (OWASP, for PBKDF2 with SHA-256). */
export const leastIterations = 600_000

/** More than this is not from us, and would only keep the device busy. */
export const mostIterations = 20_000_000

/** A password, ready for PBKDF2. It cannot be taken out again. */
export function importPassword(password: string): Promise<CryptoKey> {
  // Composed, so that the same password typed on another system is the same.
  const bytes = new TextEncoder().encode(password.normalize('NFKC'))
  return requireWebCrypto().subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits'])
}

/** 32 bytes by PBKDF2-HMAC-SHA256. */
export async function derivePasswordBits(
  password: CryptoKey,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  return new Uint8Array(await requireWebCrypto().subtle.deriveBits(parameters, password, 256))
}

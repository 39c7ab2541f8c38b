import { bytesToHex, hexToBytes, isHex } from 'viem'
import { BackupError } from '../../../errors/BackupError.ts'
import {
  derivePasswordBits,
  importPassword,
  leastIterations,
  mostIterations,
} from '../derivePasswordBits.ts'
import { requireWebCrypto } from '../requireWebCrypto.ts'
import { backupProblem } from './backupProblem.ts'
import type { SessionBackup } from './SessionBackup.ts'

/** A backup as a text file: JSON, in which all but the parameters is encrypted. */
interface SealedBackup {
  grantkitBackup: 1
  kdf: 'PBKDF2-SHA256'
  iterations: number
  salt: string
  iv: string
  data: string
}

/** Encryption of backups: AES-256-GCM, with a key from a password. */
export const sealBackup = {
  async seal(backup: SessionBackup, password: string): Promise<string> {
    const crypto = requireWebCrypto()
    const salt = crypto.getRandomValues(new Uint8Array(16))
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const key = await keyFrom(password, salt, leastIterations)
    const plain = new TextEncoder().encode(JSON.stringify(backup))
    const data = await crypto.subtle.encrypt(algorithm(iv, leastIterations), key, plain)
    plain.fill(0)
    const sealed: SealedBackup = {
      grantkitBackup: 1,
      kdf: 'PBKDF2-SHA256',
      iterations: leastIterations,
      salt: bytesToHex(salt),
      iv: bytesToHex(iv),
      data: bytesToHex(new Uint8Array(data)),
    }
    return JSON.stringify(sealed)
  },

  /** @throws BackupError also for what opens and is malformed. */
  async open(text: string, password: string): Promise<SessionBackup> {
    const { iterations, salt, iv, data } = parse(text)
    const key = await keyFrom(password, bytesOf(salt), iterations)
    let plain: ArrayBuffer
    try {
      const { subtle } = requireWebCrypto()
      plain = await subtle.decrypt(algorithm(bytesOf(iv), iterations), key, bytesOf(data))
    } catch (cause) {
      throw new BackupError('the password is another, or the file was changed', { cause })
    }
    let backup: unknown
    try {
      backup = JSON.parse(new TextDecoder().decode(plain))
    } catch {
      // The parser's message would show a part of what is in it.
    }
    const problem = backupProblem(backup)
    if (problem) throw new BackupError(problem)
    return backup as SessionBackup
  },
}

/** More than any account's sessions and journals come to. */
const mostBytes = 256 * 1_048_576

function isBytes(value: unknown, least: number, most: number): boolean {
  if (typeof value !== 'string' || value.length < 2 + 2 * least || value.length > 2 + 2 * most)
    return false
  return isHex(value) && value.length % 2 === 0
}

function parse(text: string): SealedBackup {
  let sealed: Partial<SealedBackup> = {}
  try {
    sealed = (JSON.parse(text) ?? {}) as Partial<SealedBackup>
  } catch {
    // The parser's message would show a part of the file.
  }
  const { grantkitBackup, kdf, iterations = 0, salt, iv, data } = sealed
  if (typeof grantkitBackup === 'number' && grantkitBackup > 1)
    throw new BackupError('a newer version of GrantKit made it')
  const isWhole =
    grantkitBackup === 1 &&
    kdf === 'PBKDF2-SHA256' &&
    Number.isSafeInteger(iterations) &&
    iterations >= leastIterations &&
    iterations <= mostIterations &&
    isBytes(salt, 16, 16) &&
    isBytes(iv, 12, 12) &&
    isBytes(data, 16, mostBytes)
  if (!isWhole) throw new BackupError('this is no backup, or only a part of one')
  return sealed as SealedBackup
}

async function keyFrom(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const bits = await derivePasswordBits(await importPassword(password), salt, iterations)
  const { subtle } = requireWebCrypto()
  const key = await subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt'])
  bits.fill(0)
  return key
}

function algorithm(iv: Uint8Array<ArrayBuffer>, iterations: number): AesGcmParams {
  const additionalData = new TextEncoder().encode(`grantkit backup 1 ${iterations}`)
  return { name: 'AES-GCM', iv, additionalData, tagLength: 128 }
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hexToBytes(hex as `0x${string}`))
}

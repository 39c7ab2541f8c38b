import { isHex } from 'viem'
import type { Json } from '../../types/Json.ts'
import { leastIterations, mostIterations } from './derivePasswordBits.ts'

type Fields = Readonly<Record<string, (value: Json | undefined) => boolean>>

/** How `aesGcm` wraps: the 32 bytes of a key, and the 16 of the tag. */
const sealed: Fields = {
  version: (value) => value === 1,
  keyId: bytes(8),
  iv: bytes(12),
  data: bytes(48),
}

/** What each vault makes of a key, and nothing beside it. */
const forms: Readonly<Record<string, Fields>> = {
  device: sealed,
  secret: sealed,
  passkey: { ...sealed, credentialId: bytes(1, 1_023) },
  password: {
    ...sealed,
    kdf: (value) => value === 'PBKDF2-SHA256',
    salt: bytes(16),
    iterations: (value) =>
      Number.isSafeInteger(value) &&
      Number(value) >= leastIterations &&
      Number(value) <= mostIterations,
  },
  // The key lies in a store of somebody else's.
  'session-storage-client': { version: (value) => value === 1 },
  // A record that `encrypted()` sealed: longer than any key, as there is a wrapped one in it.
  encrypted: { iv: bytes(12), data: bytes(64, 1_048_576) },
}

/**
 * Whether a value has the form of a key that one of our vaults wrapped, field by field: whoever
 * cannot open it can tell no more. A private key as it is, in whatever spelling, has none of them.
 */
export function isWrappedKey(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const { vault, v, ...rest } = value as Readonly<Record<string, Json>>
  if (typeof vault !== 'string' || !Object.hasOwn(forms, vault)) return false
  const form = forms[vault] ?? {}
  // The version of what was sealed, which the first came without.
  if (v !== undefined && (vault !== 'encrypted' || !Number.isSafeInteger(v))) return false
  const names = Object.keys(form)
  return (
    Object.keys(rest).length === names.length &&
    names.every((name) => Object.hasOwn(rest, name) && form[name]?.(rest[name]))
  )
}

function bytes(least: number, most = least) {
  return (value: Json | undefined): boolean =>
    typeof value === 'string' &&
    value.length >= 2 + 2 * least &&
    value.length <= 2 + 2 * most &&
    value.length % 2 === 0 &&
    isHex(value)
}

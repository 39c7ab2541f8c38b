import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../types/Json.ts'
import { encrypted } from '../drivers/encrypted.ts'
import { memory } from '../drivers/memory.ts'
import { externalKey } from '../external/externalKey.ts'
import { dangerouslyPlaintextVault } from './dangerouslyPlaintextVault.ts'
import { isWrappedKey } from './isWrappedKey.ts'
import { passwordVault } from './passwordVault.ts'
import { secretVault } from './secretVault.ts'

const privateKey = generatePrivateKey()
const context = {
  chainId: 137,
  account: `0x${'1'.repeat(40)}`,
  keyAddress: privateKeyToAddress(privateKey),
} as const
const place = { chainId: 137, account: context.account, kind: 'key', id: 'k' } as const
const secret = secretVault({ secret: '01'.repeat(32) })

describe('isWrappedKey', () => {
  test('takes what the vaults make', async () => {
    const password = passwordVault()
    await password.unlock('correct horse')
    const wrapped = await secret.wrap(privateKey, context)
    const below = memory()
    await encrypted({ storage: below, secret: new Uint8Array(32) }).put(place, wrapped as Json)
    for (const value of [
      wrapped,
      { ...wrapped, vault: 'device' },
      { ...wrapped, vault: 'passkey', credentialId: '0xabcdef' },
      await password.wrap(privateKey, context),
      externalKey,
      (await below.get(place))?.value,
    ])
      expect(isWrappedKey(value as Json)).toBe(true)
  })

  test('refuses a private key, in whatever spelling, and what has more in it than it should', async () => {
    const wrapped = await secret.wrap(privateKey, context)
    const raw = Buffer.from(privateKey.slice(2), 'hex')
    for (const value of [
      await dangerouslyPlaintextVault().wrap(privateKey, context),
      privateKey,
      privateKey.slice(2),
      raw.toString('base64'),
      [...raw],
      { ...raw },
      BigInt(privateKey).toString(),
      { privateKey },
      { vault: 'secret', version: 1, privateKey },
      { vault: 'constructor', version: 1 },
      { vault: 'my own', version: 1, iv: wrapped.iv ?? null, data: privateKey },
      { ...wrapped, privateKey },
      { ...wrapped, note: privateKey },
      { ...wrapped, data: privateKey },
      { ...wrapped, iv: privateKey },
      { ...wrapped, keyId: privateKey },
      { ...wrapped, version: '1' },
      {
        ...wrapped,
        vault: 'password',
        kdf: 'PBKDF2-SHA256',
        salt: privateKey,
        iterations: 600_000,
      },
      {
        ...wrapped,
        vault: 'password',
        kdf: 'PBKDF2-SHA256',
        salt: `0x${'ab'.repeat(16)}`,
        iterations: 1,
      },
      { ...wrapped, vault: 'passkey', credentialId: '0x' },
      { ...externalKey, privateKey },
      { vault: 'encrypted', iv: `0x${'00'.repeat(12)}`, data: privateKey },
      {
        vault: 'encrypted',
        iv: `0x${'00'.repeat(12)}`,
        data: `0x${'00'.repeat(99)}`,
        v: privateKey,
      },
      null,
      1,
      {},
      [],
    ])
      expect(isWrappedKey(value as unknown as Json), JSON.stringify(value)).toBe(false)
  })
})

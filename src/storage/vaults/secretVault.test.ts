import { inspect } from 'node:util'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { testVault } from '../../../test/conformance/testVault.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import { VaultSecretError } from '../../errors/VaultSecretError.ts'
import { secretVault } from './secretVault.ts'

const bytes = Uint8Array.from({ length: 32 }, (_, index) => index + 100)
const hex = Buffer.from(bytes).toString('hex')
const privateKey = generatePrivateKey()
const context = {
  chainId: 1,
  account: `0x${'1'.repeat(40)}`,
  keyAddress: privateKeyToAddress(privateKey),
} as const

testVault('secretVault, bytes', () => secretVault({ secret: bytes }))
testVault('secretVault, from a function', () => secretVault({ secret: async () => hex }))

describe('secretVault', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('bytes, digits, digits with 0x and a function mean the same secret', async () => {
    const wrapped = await secretVault({ secret: bytes }).wrap(privateKey, context)
    for (const secret of [hex, `0x${hex}`, hex.toUpperCase(), () => bytes, async () => `0x${hex}`])
      expect(await secretVault({ secret }).unwrap(wrapped, context)).toBe(privateKey)
  })

  test('the caller’s bytes are copied and left alone', async () => {
    const mine = new Uint8Array(bytes)
    const vault = secretVault({ secret: mine })
    mine.fill(0)
    const wrapped = await vault.wrap(privateKey, context)
    expect(await secretVault({ secret: bytes }).unwrap(wrapped, context)).toBe(privateKey)
    expect(bytes[0]).toBe(100)
  })

  test('another secret does not open it, and says so', async () => {
    const wrapped = await secretVault({ secret: bytes }).wrap(privateKey, context)
    const other = secretVault({ secret: new Uint8Array(32) })
    await expect(other.unwrap(wrapped, context)).rejects.toThrow(/encrypted with another secret/)
  })

  test.each([
    ['nothing', ''],
    ['too few digits', hex.slice(2)],
    ['too many digits', `${hex}00`],
    ['no digits', `correct horse battery staple`],
    ['31 bytes', bytes.slice(1)],
    ['no bytes', 7 as unknown as string],
  ])('%s is no secret, at once or when it is fetched', async (_, secret) => {
    expect(() => secretVault({ secret })).toThrow(VaultSecretError)
    const error = await secretVault({ secret: async () => secret })
      .wrap(privateKey, context)
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(VaultSecretError)
    if (typeof secret === 'string' && secret) expect(inspect(error)).not.toContain(secret)
  })

  test('a secret is fetched once, and again after a failure', async () => {
    const secret = vi.fn(async () => hex).mockRejectedValueOnce(new Error('KMS is away'))
    const vault = secretVault({ secret })
    const error = await vault.wrap(privateKey, context).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(KeyUnavailableError)
    await Promise.all([vault.wrap(privateKey, context), vault.wrap(privateKey, context)])
    expect(secret).toHaveBeenCalledTimes(2)
  })

  test('it says that a key of another secret does not open', async () => {
    const wrapped = await secretVault({ secret: bytes }).wrap(privateKey, context)
    expect(await secretVault({ secret: bytes }).canUnwrap?.([wrapped])).toEqual([true])
    const other = secretVault({ secret: new Uint8Array(32) })
    const bare = { vault: 'secret', version: 1 }
    expect(await other.canUnwrap?.([wrapped, bare])).toEqual([false, false])
  })

  test('no secret is fetched to say so; once it is, watchers are told, and it is compared', async () => {
    const wrapped = await secretVault({ secret: bytes }).wrap(privateKey, context)
    const secret = vi.fn(async () => '11'.repeat(32))
    const vault = secretVault({ secret })
    const answers: unknown[] = []
    vault.watch?.(() => answers.push(vault.canUnwrap?.([wrapped])))
    expect(await vault.canUnwrap?.([wrapped])).toEqual([true])
    expect(secret).not.toHaveBeenCalled()
    await expect(vault.unwrap(wrapped, context)).rejects.toThrow(KeyUnavailableError)
    expect(await Promise.all(answers)).toEqual([[false]])
    expect(secret).toHaveBeenCalledTimes(1)
  })

  test('nothing that can be looked at shows the secret', async () => {
    const vault = secretVault({ secret: hex })
    expect(inspect(vault, { depth: null, showHidden: true })).not.toContain(hex)
    const wrapped = await vault.wrap(privateKey, context)
    expect(inspect([vault, wrapped], { depth: null, showHidden: true })).not.toContain(hex)
  })

  test('without WebCrypto it says what to do', async () => {
    const vault = secretVault({ secret: hex })
    vi.stubGlobal('crypto', {})
    const error = await vault.wrap(privateKey, context).catch((e: unknown) => e)
    expect(String(error)).toMatchInlineSnapshot(`
      "KeyUnavailableError: Session keys cannot be encrypted here: this page has no WebCrypto.

      Serve the page over https or from localhost; in Node, use version 20 or later."
    `)
    const key = { vault: 'secret', version: 1, keyId: '0x' }
    expect(await vault.canUnwrap?.([key])).toEqual([false])
    vi.unstubAllGlobals()
    await vault.wrap(privateKey, context)
  })
})

import { deleteDB, openDB } from 'idb'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { runInWorker } from '../../../test/conformance/runInWorker.ts'
import { testVault } from '../../../test/conformance/testVault.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import { indexedDb } from '../drivers/indexedDb.ts'
import { deviceVault } from './deviceVault.ts'
import { secretVault } from './secretVault.ts'

let count = 0
const names: string[] = []

function newName(): string {
  const name = `grantkit-test-vault-${Date.now()}-${count++}`
  names.push(name)
  return name
}

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  for (const name of names.splice(0)) await deleteDB(name)
})

testVault('deviceVault', () => deviceVault({ name: newName() }))
testVault('secretVault, in the browser', () => secretVault({ secret: '5a'.repeat(32) }))

describe('deviceVault', () => {
  const privateKey = generatePrivateKey()
  const context = {
    chainId: 1,
    account: `0x${'1'.repeat(40)}`,
    keyAddress: privateKeyToAddress(privateKey),
  } as const

  async function rows(name: string): Promise<{ id: string; key: CryptoKey }[]> {
    const database = await openDB(name)
    const found = await database.getAll('keys')
    database.close()
    return found
  }

  test('another page load opens what this one wrapped', async () => {
    const name = newName()
    const wrapped = await deviceVault({ name }).wrap(privateKey, context)
    expect(await deviceVault({ name }).unwrap(wrapped, context)).toBe(privateKey)
    expect(await rows(name)).toHaveLength(1)
  })

  test('it says that a key of another device does not open, after one look at its database', async () => {
    const vault = deviceVault({ name: newName() })
    const [mine, theirs] = await Promise.all([
      vault.wrap(privateKey, context),
      deviceVault({ name: newName() }).wrap(privateKey, context),
    ])
    const get = vi.spyOn(IDBObjectStore.prototype, 'get')
    const keys = [theirs, mine, { vault: 'device', version: 1 }, mine]
    expect(await vault.canUnwrap?.(keys)).toEqual([false, true, false, true])
    expect(get).toHaveBeenCalledTimes(1)
    // of another vault: no look at all
    expect(await vault.canUnwrap?.([{ vault: 'password', version: 1 }])).toEqual([false])
    expect(get).toHaveBeenCalledTimes(1)
  })

  test('a device without a key, or without a database, opens nothing, and does not fail', async () => {
    const wrapped = await deviceVault({ name: newName() }).wrap(privateKey, context)
    const name = newName()
    expect(await deviceVault({ name }).canUnwrap?.([wrapped])).toEqual([false])
    expect(await rows(name)).toEqual([])
    vi.stubGlobal('indexedDB', undefined)
    const bare = { vault: 'device', version: 1 }
    expect(await deviceVault({ name: newName() }).canUnwrap?.([wrapped, bare])).toEqual([
      false,
      false,
    ])
  })

  test('the key cannot be taken out', async () => {
    const name = newName()
    await deviceVault({ name }).wrap(privateKey, context)
    const [row] = await rows(name)
    const key = row?.key as CryptoKey
    expect(key.extractable).toBe(false)
    expect(key.algorithm).toEqual({ name: 'AES-GCM', length: 256 })
    for (const format of ['raw', 'jwk'] as const)
      await expect(crypto.subtle.exportKey(format as 'raw', key)).rejects.toThrow()
    await expect(
      crypto.subtle.wrapKey('raw', key, key, { name: 'AES-GCM', iv: new Uint8Array(12) }),
    ).rejects.toThrow()
    expect(JSON.stringify(row)).toBe(JSON.stringify({ id: row?.id, key: {} }))
  })

  test('two contexts that start at once use one key', async () => {
    for (let round = 0; round < 3; round++) {
      const name = newName()
      const vaults = Array.from({ length: 5 }, () => deviceVault({ name }))
      const wraps = await Promise.all([
        runInWorker({ type: 'wrap', database: name, privateKey, context }),
        runInWorker({ type: 'wrap', database: name, privateKey, context }),
        ...vaults.map(async (vault) => ({ wrapped: await vault.wrap(privateKey, context) })),
      ])
      for (const { wrapped } of wraps) {
        if (!wrapped) throw new Error('nothing was wrapped')
        expect(await vaults[0]?.unwrap(wrapped, context)).toBe(privateKey)
      }
      expect(new Set(wraps.map(({ wrapped }) => wrapped?.keyId)).size).toBe(1)
      expect(await rows(name)).toHaveLength(1)
    }
  })

  test('a device key that is gone is said to be, and not made anew by reading', async () => {
    const name = newName()
    const vault = deviceVault({ name })
    const wrapped = await vault.wrap(privateKey, context)
    await deleteDB(name)
    const error = await vault.unwrap(wrapped, context).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(KeyUnavailableError)
    expect(await rows(name)).toHaveLength(0)
    // The next grant makes one, which opens what it wraps and not the old.
    const again = await vault.wrap(privateKey, context)
    expect(await vault.unwrap(again, context)).toBe(privateKey)
    await expect(vault.unwrap(wrapped, context)).rejects.toThrow(KeyUnavailableError)
  })

  test('a device key of a wrong form is refused and left alone', async () => {
    const name = newName()
    const vault = deviceVault({ name })
    const wrapped = await vault.wrap(privateKey, context)
    const extractable = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
      'encrypt',
      'decrypt',
    ])
    for (const row of ['x', {}, { id: 'x', key: 'y' }, { id: wrapped.keyId, key: extractable }]) {
      const database = await openDB(name)
      await database.put('keys', row, 'device')
      database.close()
      await expect(vault.unwrap(wrapped, context)).rejects.toThrow(KeyUnavailableError)
      await expect(vault.wrap(privateKey, context)).rejects.toThrow(KeyUnavailableError)
    }
  })

  test('a database of something else is said to be that, such as that of the sessions', async () => {
    const name = newName()
    const storage = indexedDb({ name })
    await storage.list({})
    const wrapping = deviceVault({ name }).wrap(privateKey, context)
    await expect(wrapping).rejects.toThrow(KeyUnavailableError)
    await expect(wrapping).rejects.toThrow(
      `"${name}" is there, but without its object store "keys"`,
    )
    await expect(wrapping).rejects.not.toThrow('private mode')
    await storage.close()
  })

  test('without IndexedDB it is unavailable', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const error = await deviceVault()
      .wrap(privateKey, context)
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(KeyUnavailableError)
    expect(String(error)).toMatchInlineSnapshot(`
      "KeyUnavailableError: This device's key for session keys cannot be reached.

      Leave private mode, or allow this site to store data. On a server use \`secretVault()\`."
    `)
  })
})

import { inspect } from 'node:util'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { testVault } from '../../../test/conformance/testVault.ts'
import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { Json } from '../../types/Json.ts'
import { memory } from '../drivers/memory.ts'
import { passwordVault } from './passwordVault.ts'

async function opened(password = 'correct horse') {
  const vault = passwordVault()
  await vault.unlock(password)
  return vault
}

// One for the suite: to open one takes a good part of a second.
const shared = opened()
testVault('passwordVault', () => shared)

describe('passwordVault', () => {
  afterEach(() => vi.restoreAllMocks())

  const privateKey = generatePrivateKey()
  const keyAddress = privateKeyToAddress(privateKey)
  const context = { chainId: 1, account: `0x${'1'.repeat(40)}`, keyAddress } as const
  const address = {
    chainId: 1,
    account: context.account,
    kind: 'key',
    id: keyAddress.toLowerCase(),
  } as const

  test('stores its parameters with the key, and never fewer than 600,000 rounds', async () => {
    const wrapped = await (await shared).wrap(privateKey, context)
    expect(wrapped).toMatchObject({ kdf: 'PBKDF2-SHA256', iterations: 600_000 })
    expect(wrapped.salt).toMatch(/^0x[0-9a-f]{32}$/)
    for (const iterations of [0, 1, 599_999, 1.5, Number.NaN, 1e12])
      expect(() => passwordVault({ iterations })).toThrow(InvalidParameterError)
  })

  test('locked, it does nothing; unlocked again, it opens what it wrapped', async () => {
    const vault = await opened()
    const wrapped = await vault.wrap(privateKey, context)
    expect(vault.isLocked()).toBe(false)
    vault.lock()
    expect(vault.isLocked()).toBe(true)
    await expect(vault.unwrap(wrapped, context)).rejects.toThrow(/locked/)
    await expect(vault.wrap(privateKey, context)).rejects.toThrow(KeyUnavailableError)
    await vault.unlock('correct horse')
    expect(await vault.unwrap(wrapped, context)).toBe(privateKey)
  })

  test('another password does not open it, and is refused at once where the storage is known', async () => {
    const wrapped = await (await shared).wrap(privateKey, context)
    const storage = memory()
    await storage.put(address, wrapped as Json)
    const other = passwordVault()
    await expect(other.unlock('wrong', { storage })).rejects.toThrow(/another password/)
    expect(other.isLocked()).toBe(true)
    await other.unlock('wrong')
    await expect(other.unwrap(wrapped, context)).rejects.toThrow(KeyUnavailableError)
    await other.unlock('correct horse', { storage })
    expect(await other.unwrap(wrapped, context)).toBe(privateKey)
  })

  test('it says what it can open: nothing while it is locked, and no key of another password', async () => {
    const wrapped = await (await shared).wrap(privateKey, context)
    const vault = passwordVault()
    expect(await vault.canUnwrap([wrapped])).toEqual([false])
    expect(vault.canWrap()).toBe(false)
    await vault.unlock('wrong')
    expect(vault.canWrap()).toBe(true)
    // not derived for a list of sessions: it takes a good part of a second, and is tried at first use
    const derive = vi.spyOn(crypto.subtle, 'deriveBits')
    expect(await vault.canUnwrap([wrapped])).toEqual([true])
    expect(derive).not.toHaveBeenCalled()
    await expect(vault.unwrap(wrapped, context)).rejects.toThrow(KeyUnavailableError)
    expect(await vault.canUnwrap([wrapped, { ...wrapped, salt: '0x' }])).toEqual([false, false])
    await vault.unlock('correct horse')
    await vault.unwrap(wrapped, context)
    expect(await vault.canUnwrap([wrapped])).toEqual([true])
    vault.lock()
    expect(await vault.canUnwrap([wrapped])).toEqual([false])
  })

  test('it tells when it is locked, unlocked, and found to have another password', async () => {
    const wrapped = await (await shared).wrap(privateKey, context)
    const vault = passwordVault()
    const states: boolean[] = []
    const unwatch = vault.watch(() => states.push(vault.isLocked()))
    await vault.unlock('wrong')
    vault.lock()
    expect(states).toEqual([false, true])
    await vault.unlock('wrong')
    await vault.unwrap(wrapped, context).catch(() => undefined)
    expect(states).toEqual([false, true, false, false])
    unwatch()
    vault.lock()
    expect(states).toHaveLength(4)
  })

  test('locked, it says what to do', async () => {
    const error = await passwordVault()
      .wrap(privateKey, context)
      .catch((e: unknown) => e)
    expect(String(error)).toMatchInlineSnapshot(`
      "KeyUnavailableError: The password vault is locked.

      Unlock the vault with its \`unlock()\`, then try again. Nothing was signed or sent."
    `)
  })

  test('one salt serves all keys of a storage, so that one derivation opens them', async () => {
    const first = await (await shared).wrap(privateKey, context)
    const storage = memory()
    await storage.put(address, first as Json)
    const vault = passwordVault()
    await vault.unlock('correct horse', { storage })
    expect((await vault.wrap(privateKey, context)).salt).toBe(first.salt)
  })

  test('keys with fewer rounds are wrapped anew on unlock', async () => {
    const weak = await (await shared).wrap(privateKey, context)
    const storage = memory()
    await storage.put(address, weak as Json)
    const vault = passwordVault({ iterations: 700_000 })
    await vault.unlock('correct horse', { storage })
    const raised = (await storage.get(address))?.value as typeof weak
    expect(raised.iterations).toBe(700_000)
    expect(raised.salt).not.toBe(weak.salt)
    expect(await vault.unwrap(raised, context)).toBe(privateKey)
  })

  describe('records that somebody made up', () => {
    const at = (id: string) => ({ ...address, id })
    const otherId = privateKeyToAddress(generatePrivateKey()).toLowerCase()

    async function filled(junk: Record<string, Json>) {
      const storage = memory()
      const wrapped = await (await shared).wrap(privateKey, context)
      await storage.put(address, wrapped as Json)
      for (const [id, value] of Object.entries(junk)) await storage.put(at(id), value)
      return { storage, wrapped }
    }

    test('do not keep the vault locked, and a wrong password is still refused', async () => {
      const wrapped = { ...(await (await shared).wrap(privateKey, context)) }
      const { storage } = await filled({
        'not-an-address': wrapped,
        [otherId]: { vault: 'password', version: 1 },
        [`0x${'2'.repeat(40)}`]: { ...wrapped, salt: '0x1' },
        [`0x${'3'.repeat(40)}`]: { ...wrapped, keyId: 7 },
        [`0x${'4'.repeat(40)}`]: { ...wrapped, data: '0xab' },
        [`0x${'5'.repeat(40)}`]: { ...wrapped, version: 9 },
        // In the very form of ours.
        [`0x${'6'.repeat(40)}`]: { ...wrapped, salt: `0x${'ab'.repeat(16)}` },
        [`0x${'7'.repeat(40)}`]: null,
      })
      const vault = passwordVault()
      await expect(vault.unlock('wrong', { storage })).rejects.toThrow(/another password/)
      expect(vault.isLocked()).toBe(true)
      await vault.unlock('correct horse', { storage })
      expect(vault.isLocked()).toBe(false)
    })

    test('do not keep the others from being wrapped anew', async () => {
      const { storage, wrapped } = await filled({})
      await storage.put(at(otherId), wrapped as Json)
      const vault = passwordVault({ iterations: 700_000 })
      await vault.unlock('correct horse', { storage })
      expect((await storage.get(address))?.value).toMatchObject({ iterations: 700_000 })
      expect((await storage.get(at(otherId)))?.value).toEqual(wrapped)
    })

    test.each([1, 599_999, 20_000_001, 2 ** 31, -1, 0.5, '600000'])(
      'with %s rounds are not even tried',
      async (iterations) => {
        const { storage, wrapped } = await filled({})
        const hostile = { ...wrapped, iterations } as typeof wrapped
        await storage.put(address, hostile as Json)
        const vault = passwordVault()
        const derive = vi.spyOn(crypto.subtle, 'deriveBits')
        await vault.unlock('correct horse', { storage })
        expect(await vault.canUnwrap([hostile])).toEqual([false])
        await expect(vault.unwrap(hostile, context)).rejects.toThrow(/stored form is damaged/)
        expect(derive).not.toHaveBeenCalled()
      },
    )

    test('cost no more than a limited number of rounds, however many they are', async () => {
      const { storage, wrapped } = await filled({})
      for (let n = 0; n < 100; n++)
        await storage.put(at(`0x${String(n).padStart(40, '0')}`), {
          ...wrapped,
          salt: `0x${String(n).padStart(32, '0')}`,
          iterations: 10_000_000,
        } as Json)
      let rounds = 0
      vi.spyOn(crypto.subtle, 'deriveBits').mockImplementation(async (algorithm) => {
        rounds += (algorithm as Pbkdf2Params).iterations ?? 0
        return new ArrayBuffer(32)
      })
      await expect(passwordVault().unlock('wrong', { storage })).rejects.toThrow(/another password/)
      expect(rounds).toBeGreaterThan(0)
      expect(rounds).toBeLessThanOrEqual(20_000_000)
    })
  })

  test('the same characters are the same password, however they were typed', async () => {
    const vault = await opened('caf\u00e9')
    const wrapped = await vault.wrap(privateKey, context)
    await vault.unlock('cafe\u0301')
    expect(await vault.unwrap(wrapped, context)).toBe(privateKey)
  })

  test('nothing that can be looked at shows the password', async () => {
    const vault = await opened('correct horse')
    const wrapped = await vault.wrap(privateKey, context)
    expect(inspect([vault, wrapped], { depth: null, showHidden: true })).not.toContain('horse')
  })
})

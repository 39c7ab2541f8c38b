import { type Hex, zeroAddress } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { KeyIntegrityError } from '../../src/errors/KeyIntegrityError.ts'
import { KeyUnavailableError } from '../../src/errors/KeyUnavailableError.ts'
import type { KeyContext, KeyVault, WrappedKey } from '../../src/types/KeyVault.ts'

export interface TestVaultOptions {
  /** Whether what is stored hides the key. @default true */
  encrypts?: boolean | undefined
}

/** One suite over every vault. */
export function testVault(
  name: string,
  createVault: () => KeyVault | Promise<KeyVault>,
  { encrypts = true }: TestVaultOptions = {},
): void {
  describe(name, () => {
    const privateKey = generatePrivateKey()
    const context: KeyContext = {
      chainId: 137,
      account: '0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD',
      keyAddress: privateKeyToAddress(privateKey),
    }

    async function failure(work: Promise<unknown>): Promise<Error> {
      const error = await work.then(
        () => new Error('it succeeded'),
        (thrown: Error) => thrown,
      )
      expect(dump(error)).not.toContain(privateKey.slice(2))
      return error
    }

    test('what is wrapped unwraps, as often as wanted', async () => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      expect(await vault.unwrap(wrapped, context)).toBe(privateKey)
      expect(await vault.unwrap(wrapped, context)).toBe(privateKey)
      expect(wrapped.vault).toBe(vault.name)
    })

    test('a wrapped key is JSON', async () => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      const copy = JSON.parse(JSON.stringify(wrapped)) as WrappedKey
      expect(copy).toEqual(wrapped)
      expect(await vault.unwrap(copy, context)).toBe(privateKey)
    })

    test('the case of addresses does not matter', async () => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      const lower: KeyContext = {
        chainId: 137,
        account: context.account.toLowerCase() as Hex,
        keyAddress: context.keyAddress.toLowerCase() as Hex,
      }
      expect(await vault.unwrap(wrapped, lower)).toBe(privateKey)
    })

    test.each<[string, Partial<KeyContext>]>([
      ['chain', { chainId: 1 }],
      ['account', { account: zeroAddress }],
      ['key', { keyAddress: zeroAddress }],
    ])('moved to another %s, it does not open', async (_, moved) => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      const error = await failure(vault.unwrap(wrapped, { ...context, ...moved }))
      expect(error).toBeInstanceOf(KeyIntegrityError)
    })

    test('another key than the named one is not wrapped', async () => {
      const vault = await createVault()
      for (const wrong of [generatePrivateKey(), '0x', `0x${'0'.repeat(64)}`, 'key'] as Hex[]) {
        const error = await vault.wrap(wrong, context).catch((e: unknown) => e)
        expect(error).toBeInstanceOf(KeyIntegrityError)
        if (wrong.length === 66) expect(dump(error)).not.toContain(wrong.slice(2))
      }
    })

    test('of another vault or version, it is not opened', async () => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      for (const change of [{ vault: 'another' }, { version: 2 }])
        expect(await failure(vault.unwrap({ ...wrapped, ...change }, context))).toBeInstanceOf(
          KeyUnavailableError,
        )
    })

    test('a change of any character of what is stored is noticed', async () => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      for (const [field, value] of Object.entries(wrapped)) {
        if (typeof value !== 'string') continue
        for (let index = 0; index < value.length; index++) {
          const other = value[index] === '0' ? '1' : '0'
          for (const damaged of [
            value.slice(0, index) + other + value.slice(index + 1),
            value.slice(0, index),
          ]) {
            const error = await failure(vault.unwrap({ ...wrapped, [field]: damaged }, context))
            expect(error.name).toMatch(/^Key(Integrity|Unavailable)Error$/)
          }
        }
      }
      for (const field of Object.keys(wrapped)) {
        const without = { ...wrapped, [field]: null } as unknown as WrappedKey
        expect((await failure(vault.unwrap(without, context))).name).toMatch(/^Key/)
      }
    })

    test('it says which keys it can open, in their order, and never fails', async () => {
      const vault = await createVault()
      const wrapped = await vault.wrap(privateKey, context)
      const odd = [
        { ...wrapped, vault: 'another' },
        { ...wrapped, version: 2 },
        null,
        'key',
        {},
      ] as unknown as WrappedKey[]
      const answers = await vault.canUnwrap?.([...odd, wrapped, ...odd, wrapped])
      const no = odd.map(() => false)
      expect(answers).toEqual([...no, true, ...no, true])
      expect(await vault.canUnwrap?.([])).toEqual([])
      // what lost all but the names of its vault and version is no reason to fail either
      const bare = await vault.canUnwrap?.([{ vault: vault.name, version: wrapped.version }])
      expect(bare).toEqual([expect.any(Boolean)])
    })

    test('neither the vault nor its methods show a key', async () => {
      const vault = await createVault()
      await vault.unwrap(await vault.wrap(privateKey, context), context)
      expect(JSON.parse(JSON.stringify(vault))).toEqual({
        name: vault.name,
        location: vault.location,
      })
      expect(dump(vault)).not.toContain(privateKey.slice(2))
    })

    if (encrypts) {
      test('what is stored does not contain the key', async () => {
        const vault = await createVault()
        const stored = JSON.stringify(await vault.wrap(privateKey, context)).toLowerCase()
        for (let from = 2; from + 8 <= privateKey.length; from += 8)
          expect(stored).not.toContain(privateKey.slice(from, from + 8))
      })

      test('the initial vector and the ciphertext are new with every write', async () => {
        const vault = await createVault()
        const wrapped = await Promise.all(
          Array.from({ length: 50 }, () => vault.wrap(privateKey, context)),
        )
        expect(new Set(wrapped.map(({ iv }) => iv)).size).toBe(50)
        expect(new Set(wrapped.map(({ data }) => data)).size).toBe(50)
        expect(wrapped[0]?.iv).toHaveLength(2 + 2 * 12)
      })

      test('an initial vector and a ciphertext of two writes do not go together', async () => {
        const vault = await createVault()
        const [first, second] = [
          await vault.wrap(privateKey, context),
          await vault.wrap(privateKey, context),
        ]
        const mixed = { ...first, iv: second.iv ?? null }
        expect(await failure(vault.unwrap(mixed, context))).toBeInstanceOf(KeyIntegrityError)
      })
    }
  })
}

/** All that can be seen of an object: its own properties, its causes, and its text. */
function dump(value: unknown, seen: Set<unknown> = new Set()): string {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    return String(value)
  if (seen.has(value)) return ''
  seen.add(value)
  return [
    value instanceof Error ? `${value.message} ${value.stack}` : '',
    ...Reflect.ownKeys(value).map((key) => {
      const { value: member } = Object.getOwnPropertyDescriptor(value, key) ?? {}
      return `${String(key)}: ${dump(member, seen)}`
    }),
  ].join('\n')
}

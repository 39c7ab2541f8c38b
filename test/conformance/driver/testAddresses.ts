import { describe, expect, test } from 'vitest'
import { StorageConflictError } from '../../../src/errors/StorageConflictError.ts'
import { StorageInputError } from '../../../src/errors/StorageInputError.ts'
import type { RecordAddress } from '../../../src/types/Storage.ts'
import type { DriverContext } from './DriverContext.ts'
import { account, at, lowerCase, mixedCase } from './places.ts'

const nastyIds = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '../x',
  'a/../b',
  'a/b',
  'a\\b',
  'a:b',
  ':',
  '137:session:x',
  '%2e%2e',
  'CON',
  'nul\0inside',
  '\0',
  '\n',
  '"',
  '\\u0000',
  'é',
  'e\u0301',
  '🔑',
  '\ud800',
  '\udc00\ud800',
  '\uffff',
  'x'.repeat(300),
  'X'.repeat(300),
]

/** Where records lie. */
export function testAddresses(context: DriverContext): void {
  const { all, valueAt } = context

  describe('addresses', () => {
    test('accounts compare without case, and come back in lower case', async () => {
      const written = await context.driver.put(at('a', { account: mixedCase }), 1)
      expect(written.address.account).toBe(lowerCase)
      expect(await context.driver.get(at('a', { account: lowerCase }))).toEqual(written)
      await expect(
        context.driver.put(at('a', { account: lowerCase }), 2, { ifRevision: null }),
      ).rejects.toThrow(StorageConflictError)
      expect(await all({ chainId: 137, account: mixedCase })).toEqual([written])
      await context.driver.delete(at('a', { account: lowerCase }))
      expect(await all()).toEqual([])
    })

    test('chains, accounts and kinds are kept apart', async () => {
      const places = [1, 137].flatMap((chainId) =>
        [account, lowerCase].flatMap((owner) =>
          (['key', 'root', 'session', 'state'] as const).map((kind) =>
            at('same', { chainId, account: owner, kind }),
          ),
        ),
      )
      for (const [index, place] of places.entries()) await context.driver.put(place, index)
      for (const [index, place] of places.entries()) expect(await valueAt(place)).toBe(index)
      expect(await all()).toHaveLength(16)
      expect(await all({ chainId: 1 })).toHaveLength(8)
      expect(await all({ chainId: 1, account })).toHaveLength(4)
      expect(await all({ chainId: 1, account, kind: 'root' })).toHaveLength(1)
      await context.driver.delete(at('same', { chainId: 1, kind: 'key' }))
      expect(await all()).toHaveLength(15)
      expect(await valueAt(at('same', { chainId: 137, kind: 'key' }))).toBe(8)
    })

    test('any text is an id', async () => {
      for (const [index, id] of nastyIds.entries())
        await context.driver.put(at(id), index, { ifRevision: null })
      for (const [index, id] of nastyIds.entries())
        expect(await context.driver.get(at(id))).toMatchObject({ address: at(id), value: index })
      const ids = (await all({ chainId: 137, account, kind: 'session' })).map(
        ({ address }) => address.id,
      )
      expect(ids).toEqual([...nastyIds].sort())
      for (const id of nastyIds) await context.driver.delete(at(id))
      expect(await all()).toEqual([])
    })

    test.each<[string, unknown]>([
      ['no account', { chainId: 1, kind: 'key', id: '' }],
      ['a short account', { chainId: 1, account: '0x12', kind: 'key', id: '' }],
      ['a fractional chain', { chainId: 1.5, account, kind: 'key', id: '' }],
      ['a negative chain', { chainId: -1, account, kind: 'key', id: '' }],
      ['a chain in text', { chainId: '1', account, kind: 'key', id: '' }],
      ['an unknown kind', { chainId: 1, account, kind: 'toString', id: '' }],
      ['no id', { chainId: 1, account, kind: 'key' }],
    ])('%s is refused', async (_, address) => {
      const wrong = address as RecordAddress
      await expect(context.driver.get(wrong)).rejects.toThrow(StorageInputError)
      await expect(context.driver.put(wrong, 1)).rejects.toThrow(StorageInputError)
      await expect(context.driver.delete(wrong)).rejects.toThrow(StorageInputError)
    })
  })
}

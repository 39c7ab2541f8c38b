import { describe, expect, test } from 'vitest'
import { StorageCorruptError } from '../../../src/errors/StorageCorruptError.ts'
import { StorageVersionError } from '../../../src/errors/StorageVersionError.ts'
import type { RecordAddress } from '../../../src/types/Storage.ts'
import type { DriverContext } from './DriverContext.ts'
import { expectOldOrKept } from './expectOldOrKept.ts'
import { at, lowerCase } from './places.ts'

/** Damaged records, and those of the future. */
export function testUnreadable(context: DriverContext): void {
  const { valueAt } = context

  describe('what cannot be read', () => {
    const future = '{"v":2,"r":"0123456789abcdef01234567","secret":"do not show"}'

    async function expectKept(
      address: RecordAddress,
      text: string,
      type: typeof StorageCorruptError | typeof StorageVersionError,
    ) {
      const error = await context.driver.get(address).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(type)
      expect(error).toMatchObject({ address })
      await expect(context.driver.put(address, 1)).rejects.toThrow(type)
      await expect(context.driver.put(address, 1, { ifRevision: null })).rejects.toThrow(type)
      await expect(context.driver.put(address, 1, { ifRevision: 'other' })).rejects.toThrow(type)
      await expect(context.driver.delete(address)).rejects.toThrow(type)
      await expect(
        context.driver.batch([
          { type: 'put', address: at('another'), value: 1 },
          { type: 'delete', address },
        ]),
      ).rejects.toThrow(type)
      expect(await context.store.raw.read(address)).toBe(text)
      expect(await context.driver.get(at('another'))).toBeUndefined()
    }

    test('a record of a future version is refused, and never erased or overwritten', async () => {
      await context.driver.put(at('a'), 1)
      await context.store.raw.write(at('a'), future)
      await expectKept(at('a'), future, StorageVersionError)
      const error = await context.driver.get(at('a')).catch((e: unknown) => e)
      expect(String(error)).not.toContain('do not show')
      expect(error).toMatchObject({ found: 2, supported: 1 })
    })

    test('a damaged record is refused by its address, without its contents', async () => {
      await context.driver.put(at('a'), 'do not show')
      const text = (await context.store.raw.read(at('a'))) ?? ''
      // Within the value, whether or not it can be read there.
      const place = text.length - 8
      const damaged = `${text.slice(0, place)}${text[place] === '7' ? '8' : '7'}${text.slice(place + 1)}`
      await context.store.raw.write(at('a'), damaged)
      await expectKept(at('a'), damaged, StorageCorruptError)
      const error = await context.driver.get(at('a')).catch((e: unknown) => e)
      expect(String(error)).toContain('session "a" of 0x1111')
      expect(String(error)).not.toContain('do no')
    })

    test('it is given up by its own revision only', async () => {
      // So that there is a store to write into.
      await context.driver.get(at('a'))
      for (const [text, value] of [
        [future, undefined],
        ['', undefined],
        ['{"v":1}', 7],
        ['null', 7],
      ] as const) {
        await context.store.raw.write(at('a'), text)
        const error = await context.driver.get(at('a')).catch((e: unknown) => e)
        const { revision } = error as StorageCorruptError
        if (value === undefined) await context.driver.delete(at('a'), { ifRevision: revision })
        else await context.driver.put(at('a'), value, { ifRevision: revision })
        expect(await valueAt(at('a'))).toBe(value)
        if (value !== undefined) await context.driver.delete(at('a'))
      }
    })

    test('list throws, or reports it beside what can be read', async () => {
      await context.driver.put(at('a'), 1)
      await context.driver.put(at('b'), 2)
      await context.driver.put(at('c'), 3)
      await context.store.raw.write(at('b'), 'torn')
      await context.store.raw.write(at('c'), future)
      await expect(context.driver.list({ chainId: 137 })).rejects.toThrow(StorageCorruptError)
      const page = await context.driver.list({ chainId: 137 }, { unreadable: 'report' })
      expect(page.records.map(({ address }) => address.id)).toEqual(['a'])
      expect(page.unreadable).toMatchObject([
        { address: at('b'), error: { name: 'StorageCorruptError' } },
        { address: at('c'), error: { name: 'StorageVersionError' } },
      ])
      expect((await context.driver.list({ chainId: 137 }, { limit: 1 })).records).toHaveLength(1)
    })

    test('a record in the place of another is damaged', async () => {
      await context.driver.put(at('a'), 1)
      const text = (await context.store.raw.read(at('a'))) ?? ''
      for (const place of [at('b'), at('a', { chainId: 1 }), at('a', { account: lowerCase })]) {
        await context.store.raw.write(place, text)
        await expect(context.driver.get(place)).rejects.toThrow(StorageCorruptError)
      }
    })

    test('truncated or with a bit flipped at any place, it is an error and stays', async () => {
      const value = { key: '0xabc', text: 'é🔑\ufffd', n: 12 }
      await context.driver.put(at('a'), value)
      const text = (await context.store.raw.read(at('a'))) ?? ''
      const flip = (index: number, bit: number) =>
        text.slice(0, index) +
        String.fromCharCode(text.charCodeAt(index) ^ (1 << bit)) +
        text.slice(index + 1)
      for (let index = 0; index < text.length; index++)
        for (const damaged of [
          text.slice(0, index),
          flip(index, index % 7),
          // Also what makes half of a surrogate pair.
          flip(index, index % 16),
        ]) {
          await context.store.raw.write(at('a'), damaged)
          await expectOldOrKept(context, at('a'), text, index)
        }
      await context.store.raw.write(at('a'), text)
      expect(await valueAt(at('a'))).toEqual(value)
    })
  })
}

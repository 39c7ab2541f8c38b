import { describe, expect, test } from 'vitest'
import { StorageInputError } from '../../../src/errors/StorageInputError.ts'
import type { DriverContext } from './DriverContext.ts'
import { account, at, lowerCase } from './places.ts'

/** Order, prefixes and pages. */
export function testList(context: DriverContext): void {
  const { all } = context

  describe('list', () => {
    test('ids come in the order of code units, below chain, account and kind', async () => {
      const addresses = [
        at('b'),
        at('a'),
        at('B'),
        at('10'),
        at('9'),
        at('é'),
        at('a', { kind: 'key' }),
        at('a', { kind: 'state' }),
        at('a', { account: lowerCase }),
        at('a', { chainId: 80_002 }),
        at('a', { chainId: 9 }),
      ]
      for (const address of addresses) await context.driver.put(address, 0)
      const listed = (await all()).map(
        ({ address: { chainId, account: owner, kind, id } }) =>
          `${chainId} ${owner.slice(0, 4)} ${kind} ${id}`,
      )
      expect(listed).toEqual([
        '9 0x11 session a',
        '137 0x11 key a',
        '137 0x11 session 10',
        '137 0x11 session 9',
        '137 0x11 session B',
        '137 0x11 session a',
        '137 0x11 session b',
        '137 0x11 session é',
        '137 0x11 state a',
        '137 0xab session a',
        '80002 0x11 session a',
      ])
    })

    test('pages join up to the whole, also when records come and go between them', async () => {
      for (let index = 0; index < 10; index++) await context.driver.put(at(`id ${index}`), index)
      const prefix = { chainId: 137, account, kind: 'session' } as const
      for (const limit of [1, 3, 9, 10, 11]) {
        const ids: string[] = []
        let cursor: string | undefined
        do {
          const page = await context.driver.list(prefix, { limit, cursor })
          expect(page.records.length).toBeLessThanOrEqual(limit)
          expect(page.records.length).toBeGreaterThan(0)
          ids.push(...page.records.map(({ address }) => address.id))
          cursor = page.cursor
        } while (cursor !== undefined)
        expect(ids).toEqual(Array.from({ length: 10 }, (_, index) => `id ${index}`))
      }
      const { cursor } = await context.driver.list(prefix, { limit: 5 })
      await context.driver.delete(at('id 4'))
      await context.driver.delete(at('id 5'))
      await context.driver.put(at('id 0a'), 0)
      const rest = await context.driver.list(prefix, { cursor })
      expect(rest.records.map(({ address }) => address.id)).toEqual(
        ['6', '7', '8', '9'].map((digit) => `id ${digit}`),
      )
      expect(rest.cursor).toBeUndefined()
    })

    test('a cursor of another place gives nothing beyond the prefix', async () => {
      await context.driver.put(at('a', { chainId: 1 }), 1)
      await context.driver.put(at('b', { chainId: 1 }), 1)
      await context.driver.put(at('a', { chainId: 2 }), 2)
      await context.driver.put(at('b', { chainId: 2 }), 2)
      const low = (await context.driver.list({ chainId: 1 }, { limit: 1 })).cursor
      const high = (await context.driver.list({ chainId: 2 }, { limit: 1 })).cursor
      expect((await context.driver.list({ chainId: 2 }, { cursor: low })).records).toHaveLength(2)
      expect((await context.driver.list({ chainId: 1 }, { cursor: high })).records).toHaveLength(0)
    })

    test('wrong prefixes, cursors and limits are refused', async () => {
      await expect(context.driver.list({ account })).rejects.toThrow(StorageInputError)
      await expect(context.driver.list({ chainId: 1, kind: 'key' })).rejects.toThrow(
        StorageInputError,
      )
      for (const cursor of ['', 'x', '[]', '{}', 'null', '[1,"0x","key","a"]'])
        await expect(context.driver.list({}, { cursor })).rejects.toThrow(StorageInputError)
      for (const limit of [0, -1, 1.5, Number.NaN])
        await expect(context.driver.list({}, { limit })).rejects.toThrow(StorageInputError)
    })
  })
}

import { describe, expect, test } from 'vitest'
import { StorageValueError } from '../../../src/errors/StorageValueError.ts'
import type { Json } from '../../../src/types/Json.ts'
import type { StorageOperation } from '../../../src/types/Storage.ts'
import type { DriverContext } from './DriverContext.ts'
import { at, mixedCase } from './places.ts'

/** What goes in comes out, and nothing else of it is shared. */
export function testValues(context: DriverContext): void {
  const { open, all, valueAt } = context

  describe('values', () => {
    test.each<[string, Json]>([
      ['null', null],
      ['true', true],
      ['zero', 0],
      ['a fraction', 1.5e-7],
      ['empty text', ''],
      ['text that looks like an envelope', '{"v":2,"r":"x"}'],
      ['half a surrogate pair', '\ud800'],
      ['an empty list', []],
      ['nested', { b: [1, { c: null }], a: { '': '🔑' } }],
      ['odd keys', JSON.parse('{"__proto__":{"x":1},"constructor":2,"2":0,"1":0}') as Json],
      ['40 kB', 'é'.repeat(20_000)],
    ])('%s comes back as it went in', async (_, value) => {
      const written = await context.driver.put(at('a'), value)
      expect(JSON.stringify(written.value)).toBe(JSON.stringify(value))
      const record = await context.driver.get(at('a'))
      expect(record).toEqual(written)
      expect(JSON.stringify(record?.value)).toBe(JSON.stringify(value))
      expect(await open().get(at('a'))).toEqual(written)
    })

    test('nothing is there at first', async () => {
      expect(await context.driver.get(at('a'))).toBeUndefined()
      expect(await context.driver.list({})).toEqual({ records: [] })
    })

    test('a deleted record is gone, and deleting it again succeeds', async () => {
      await context.driver.put(at('a'), 1)
      await context.driver.delete(at('a'))
      await context.driver.delete(at('a'))
      expect(await context.driver.get(at('a'))).toBeUndefined()
      expect(await all()).toEqual([])
    })

    test('what the caller changes after a call does not change what is stored', async () => {
      const value = { list: [1], inner: { x: 1 } }
      const address = { ...at('a') }
      const operations: StorageOperation[] = [{ type: 'put', address: at('b'), value }]
      const writes = Promise.all([
        context.driver.put(address, value),
        context.driver.batch(operations),
      ])
      value.list.push(2)
      value.inner.x = 2
      address.id = 'moved'
      operations.length = 0
      const [written] = await writes
      expect(written.value).toEqual({ list: [1], inner: { x: 1 } })
      expect(await valueAt(at('a'))).toEqual({ list: [1], inner: { x: 1 } })
      expect(await valueAt(at('b'))).toEqual({ list: [1], inner: { x: 1 } })
    })

    test('what comes out is the caller’s own', async () => {
      const written = await context.driver.put(at('a'), { list: [1] })
      const read = await context.driver.get(at('a'))
      const listed = await all()
      for (const record of [written, read, ...listed]) {
        const { value, address } = record as unknown as {
          value: { list: number[] }
          address: { id: string }
        }
        value.list.push(9)
        address.id = 'changed'
      }
      expect(await context.driver.get(at('a'))).toMatchObject({
        address: at('a'),
        value: { list: [1] },
      })
      expect(await all()).toMatchObject([{ address: at('a'), value: { list: [1] } }])
    })

    test('frozen input is accepted and untouched', async () => {
      const value = Object.freeze({ list: Object.freeze([1]) })
      const address = Object.freeze(at('a', { account: mixedCase }))
      await context.driver.put(address, value, Object.freeze({ ifRevision: null }))
      expect(address.account).toBe(mixedCase)
      expect(await valueAt(address)).toEqual(value)
    })

    const cyclic: Record<string, unknown> = {}
    cyclic.self = cyclic
    test.each<[string, unknown]>([
      ['undefined', undefined],
      ['undefined in an object', { a: { b: undefined } }],
      ['a hole', new Array(1)],
      ['a bigint', { a: 1n }],
      ['a function', { a: () => 1 }],
      ['toJSON', { toJSON: () => 1 }],
      ['a symbol', Symbol('x')],
      ['a symbol as key', { [Symbol('x')]: 1 }],
      ['NaN', [Number.NaN]],
      ['Infinity', Number.POSITIVE_INFINITY],
      ['a date', new Date(0)],
      ['a map', { a: new Map() }],
      ['bytes', new Uint8Array(2)],
      ['a class instance', new (class Thing {})()],
      ['a cycle', cyclic],
    ])('%s is refused, and nothing is written', async (_, value) => {
      await expect(context.driver.put(at('a'), value as Json)).rejects.toThrow(StorageValueError)
      await expect(
        context.driver.batch([
          { type: 'put', address: at('b'), value: 1 },
          { type: 'put', address: at('a'), value: value as Json },
        ]),
      ).rejects.toThrow(StorageValueError)
      expect(await all()).toEqual([])
    })

    test('the same object twice is no cycle', async () => {
      const shared = { x: 1 }
      await context.driver.put(at('a'), [shared, shared])
      expect(await valueAt(at('a'))).toEqual([{ x: 1 }, { x: 1 }])
    })
  })
}

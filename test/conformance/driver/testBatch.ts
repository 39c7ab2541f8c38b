import { describe, expect, test } from 'vitest'
import { StorageConflictError } from '../../../src/errors/StorageConflictError.ts'
import { StorageInputError } from '../../../src/errors/StorageInputError.ts'
import type { StorageOperation } from '../../../src/types/Storage.ts'
import type { DriverContext } from './DriverContext.ts'
import { account, at, lowerCase, mixedCase } from './places.ts'

/** All or nothing. */
export function testBatch(context: DriverContext): void {
  const { open, all, valueAt } = context

  describe('batch', () => {
    test('writes, deletes and checks at once, and answers in order', async () => {
      const a = await context.driver.put(at('a'), 1)
      const b = await context.driver.put(at('b'), 1)
      const results = await context.driver.batch([
        { type: 'check', address: at('none'), ifRevision: null },
        { type: 'put', address: at('a'), value: 2, ifRevision: a.revision },
        { type: 'delete', address: at('b'), ifRevision: b.revision },
        { type: 'put', address: at('c', { kind: 'root' }), value: 3 },
        { type: 'delete', address: at('never') },
      ])
      expect(results).toEqual([
        undefined,
        await context.driver.get(at('a')),
        undefined,
        await context.driver.get(at('c', { kind: 'root' })),
        undefined,
      ])
      expect(await valueAt(at('a'))).toBe(2)
      expect(await all()).toHaveLength(2)
    })

    test('an empty batch does nothing', async () => {
      expect(await context.driver.batch([])).toEqual([])
    })

    test('whichever operation fails, nothing of the batch happens', async () => {
      const taken = await context.driver.put(at('taken'), 0)
      await context.driver.put(at('kept'), 0)
      const before = await all()
      const good: StorageOperation[] = [
        { type: 'put', address: at('new'), value: 1 },
        { type: 'put', address: at('taken'), value: 1, ifRevision: taken.revision },
        { type: 'delete', address: at('kept') },
        { type: 'put', address: at('r', { kind: 'root' }), value: 1, ifRevision: null },
      ]
      const bad: StorageOperation[] = [
        { type: 'put', address: at('kept too'), value: 1, ifRevision: 'stale' },
        { type: 'delete', address: at('kept too'), ifRevision: 'stale' },
        { type: 'check', address: at('kept too'), ifRevision: null },
        { type: 'check', address: at('missing'), ifRevision: 'stale' },
      ]
      await context.driver.put(at('kept too'), 0)
      const full = await all()
      expect(full.length).toBe(before.length + 1)
      for (const failing of bad)
        for (let k = 0; k <= good.length; k++) {
          const error = await context.driver
            .batch(good.toSpliced(k, 0, failing))
            .catch((e: unknown) => e)
          expect(error).toBeInstanceOf(StorageConflictError)
          expect(error).toMatchObject({ operation: k })
          expect(await all()).toEqual(full)
        }
    })

    test('a check holds against other handles', async () => {
      const root = at('root', { kind: 'root' })
      const other = open()
      const { revision } = await context.driver.put(root, 1)
      await other.put(root, 2)
      await expect(
        context.driver.batch([
          { type: 'check', address: root, ifRevision: revision },
          { type: 'put', address: at('leaf'), value: 1 },
        ]),
      ).rejects.toThrow(StorageConflictError)
      expect(await context.driver.get(at('leaf'))).toBeUndefined()
    })

    test('leaf and root are never seen apart', async () => {
      const root = at('root', { kind: 'root' })
      const leaf = at('a leaf', { kind: 'session' })
      const other = open()
      await context.driver.batch([
        { type: 'put', address: root, value: 0 },
        { type: 'put', address: leaf, value: 0 },
      ])
      // Held fast, and waited for whatever is seen: it must not write on in the next test's store.
      const { driver } = context
      const writer = (async () => {
        for (let round = 1; round <= 20; round++)
          await driver.batch([
            { type: 'put', address: root, value: round },
            { type: 'put', address: leaf, value: round },
          ])
      })()
      const reader = (async () => {
        for (let round = 0; round < 20; round++) {
          const { records } = await other.list({ chainId: 137, account })
          expect(new Set(records.map(({ value }) => value)).size).toBe(1)
        }
      })()
      await Promise.allSettled([writer, reader])
      await writer
      await reader
    })

    test('one record twice is refused', async () => {
      await expect(
        context.driver.batch([
          { type: 'put', address: at('a', { account: mixedCase }), value: 1 },
          { type: 'delete', address: at('a', { account: lowerCase }) },
        ]),
      ).rejects.toThrow(StorageInputError)
      expect(await all()).toEqual([])
    })
  })
}

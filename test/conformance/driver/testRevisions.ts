import { describe, expect, test } from 'vitest'
import { StorageConflictError } from '../../../src/errors/StorageConflictError.ts'
import type { DriverContext } from './DriverContext.ts'
import { at } from './places.ts'

/** Compare-and-swap. */
export function testRevisions(context: DriverContext): void {
  const { open, valueAt, increment } = context

  describe('revisions', () => {
    test('every write has its own, also with the same value and after a deletion', async () => {
      const revisions = new Set<string>()
      for (let round = 0; round < 3; round++) {
        revisions.add((await context.driver.put(at('a'), 1)).revision)
        revisions.add((await context.driver.put(at('a'), 1)).revision)
        await context.driver.delete(at('a'))
      }
      expect(revisions.size).toBe(6)
    })

    test('null creates, and never replaces', async () => {
      const first = await context.driver.put(at('a'), 1, { ifRevision: null })
      const error = await context.driver
        .put(at('a'), 2, { ifRevision: null })
        .catch((e: unknown) => e)
      expect(error).toBeInstanceOf(StorageConflictError)
      expect(error).toMatchObject({ address: at('a'), expected: null, actual: first.revision })
      expect(await context.driver.get(at('a'))).toEqual(first)
    })

    test('only the revision that is there may be replaced or deleted', async () => {
      const first = await context.driver.put(at('a'), 1)
      const second = await context.driver.put(at('a'), 2, { ifRevision: first.revision })
      const stale = { ifRevision: first.revision }
      await expect(context.driver.put(at('a'), 3, stale)).rejects.toThrow(StorageConflictError)
      await expect(context.driver.delete(at('a'), stale)).rejects.toThrow(StorageConflictError)
      await expect(context.driver.delete(at('a'), { ifRevision: null })).rejects.toThrow(
        StorageConflictError,
      )
      expect(await context.driver.get(at('a'))).toEqual(second)
      await context.driver.delete(at('a'), { ifRevision: second.revision })
      expect(await context.driver.get(at('a'))).toBeUndefined()
    })

    test('a revision does not match what is gone or was made anew', async () => {
      const { revision } = await context.driver.put(at('a'), 1)
      await context.driver.delete(at('a'))
      const error = await context.driver
        .put(at('a'), 2, { ifRevision: revision })
        .catch((e: unknown) => e)
      expect(error).toMatchObject({ name: 'StorageConflictError', actual: null })
      await expect(context.driver.delete(at('a'), { ifRevision: revision })).rejects.toThrow(
        StorageConflictError,
      )
      await context.driver.put(at('a'), 1)
      await expect(context.driver.put(at('a'), 2, { ifRevision: revision })).rejects.toThrow(
        StorageConflictError,
      )
    })

    test('50 parallel increments give 50', async () => {
      await Promise.all(Array.from({ length: 50 }, () => increment(context.driver, at('a'))))
      expect(await valueAt(at('a'))).toBe(50)
    })

    test('50 parallel increments over two handles give 50', async () => {
      const other = open()
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          increment(index % 2 ? context.driver : other, at('a')),
        ),
      )
      expect(await valueAt(at('a'))).toBe(50)
      expect((await other.get(at('a')))?.value).toBe(50)
    })

    test('of many who create at once, one does', async () => {
      const other = open()
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? context.driver : other).put(at('a'), index, { ifRevision: null }),
        ),
      )
      const winners = outcomes.filter(({ status }) => status === 'fulfilled')
      expect(winners).toHaveLength(1)
      expect(winners[0]).toMatchObject({ value: await context.driver.get(at('a')) })
    })

    test('a terminal value is not brought back by a racing write', async () => {
      const other = open()
      for (let round = 0; round < 10; round++) {
        const address = at(`session ${round}`)
        const { revision } = await context.driver.put(address, 'ACTIVE')
        await Promise.allSettled([
          context.driver.put(address, 'REVOKED'),
          other.put(address, 'ACTIVE, used', { ifRevision: revision }),
          increment(other, at('elsewhere')),
        ])
        expect(await valueAt(address)).toBe('REVOKED')
      }
    })
  })
}

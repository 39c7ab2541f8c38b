import { describe, expect, test, vi } from 'vitest'
import type { Json } from '../../../src/types/Json.ts'
import type { StoredRecord } from '../../../src/types/Storage.ts'
import type { DriverContext } from './DriverContext.ts'
import { account, at, lowerCase, mixedCase } from './places.ts'

/** Hints of writes. */
export function testWatch(context: DriverContext): void {
  const { open } = context

  describe('watch', () => {
    /** Long enough for a hint that should not come to have come. */
    const pause = () => new Promise((resolve) => setTimeout(resolve, 50))

    test('tells of puts, deletes and batches below the prefix, after they are there', async () => {
      let seen: Promise<StoredRecord | undefined> | undefined
      const listener = vi.fn(() => {
        seen = context.driver.get(at('a'))
      })
      await context.watch({ chainId: 137, account: account, kind: 'session' }, listener)
      listener.mockClear()
      await context.driver.put(at('a'), 1)
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1))
      expect((await seen)?.value).toBe(1)
      await context.driver.batch([
        { type: 'put', address: at('b'), value: 1 },
        { type: 'put', address: at('c'), value: 1 },
      ])
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2))
      await context.driver.delete(at('a'))
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(3))
      await pause()
      expect(listener).toHaveBeenCalledTimes(3)
    })

    test('is silent about other places, failed writes, checks and deletions of nothing', async () => {
      const listener = vi.fn()
      await context.watch({ chainId: 137, account: mixedCase, kind: 'session' }, listener)
      listener.mockClear()
      const mine = { account: lowerCase }
      await context.driver.put(at('a', { ...mine, chainId: 1 }), 1)
      await context.driver.put(at('a', { ...mine, kind: 'key' }), 1)
      await context.driver.put(at('a'), 1)
      await context.driver.delete(at('none', mine))
      await context.driver
        .batch([
          { type: 'put', address: at('b', mine), value: 1 },
          { type: 'check', address: at('none', mine), ifRevision: 'stale' },
        ])
        .catch(() => {})
      await context.driver.batch([{ type: 'check', address: at('none', mine), ifRevision: null }])
      await context.driver.put(at('a', mine), 1n as unknown as Json).catch(() => {})
      await pause()
      expect(listener).not.toHaveBeenCalled()
      await context.driver.put(at('a', mine), 1)
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1))
    })

    test('hears of another handle', async () => {
      const listener = vi.fn()
      await context.watch({ chainId: 137 }, listener)
      listener.mockClear()
      await open().put(at('a'), 1)
      await vi.waitFor(() => expect(listener).toHaveBeenCalled())
    })

    test('an error in one listener stops neither the write nor the others', async () => {
      const report = vi.fn()
      vi.stubGlobal('reportError', report)
      try {
        const failure = new Error('from the listener')
        const second = vi.fn()
        let isArmed = false
        await context.watch({}, () => {
          if (isArmed) throw failure
        })
        await context.watch({}, second)
        isArmed = true
        second.mockClear()
        await context.driver.put(at('a'), 1)
        await vi.waitFor(() => expect(second).toHaveBeenCalledTimes(1))
        expect(report).toHaveBeenCalledExactlyOnceWith(failure)
      } finally {
        vi.unstubAllGlobals()
      }
    })

    test('a listener that was removed hears nothing more; removing twice is harmless', async () => {
      const removed = vi.fn()
      const kept = vi.fn()
      const stop = await context.watch({}, removed)
      await context.watch({}, kept)
      stop()
      stop()
      removed.mockClear()
      kept.mockClear()
      await context.driver.put(at('a'), 1)
      await vi.waitFor(() => expect(kept).toHaveBeenCalledTimes(1))
      expect(removed).not.toHaveBeenCalled()
    })

    test('one listener may remove another', async () => {
      const second = vi.fn()
      const stops: (() => void)[] = []
      let isArmed = false
      await context.watch({}, () => {
        if (isArmed) for (const stop of stops) stop()
      })
      stops.push(await context.watch({}, second))
      isArmed = true
      second.mockClear()
      await context.driver.put(at('a'), 1)
      await pause()
      expect(second).not.toHaveBeenCalled()
    })

    test('the same function watches as often as it was given', async () => {
      const listener = vi.fn()
      const stop = await context.watch({}, listener)
      await context.watch({}, listener)
      stop()
      listener.mockClear()
      await context.driver.put(at('a'), 1)
      await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1))
    })
  })
}

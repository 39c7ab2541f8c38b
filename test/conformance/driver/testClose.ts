import { describe, expect, test, vi } from 'vitest'
import { StorageUnavailableError } from '../../../src/errors/StorageUnavailableError.ts'
import type { DriverContext } from './DriverContext.ts'
import { at } from './places.ts'

/** After the end. */
export function testClose(context: DriverContext): void {
  const { open } = context

  describe('close', () => {
    test('calls fail afterwards, and other handles go on', async () => {
      const other = open()
      await context.driver.put(at('a'), 1)
      await context.driver.close()
      await context.driver.close()
      await expect(context.driver.get(at('a'))).rejects.toThrow(StorageUnavailableError)
      await expect(context.driver.put(at('a'), 2)).rejects.toThrow(StorageUnavailableError)
      await expect(context.driver.delete(at('a'))).rejects.toThrow(StorageUnavailableError)
      await expect(context.driver.list({})).rejects.toThrow(StorageUnavailableError)
      expect(() => context.driver.watch({}, () => {})).toThrow(StorageUnavailableError)
      expect((await other.get(at('a')))?.value).toBe(1)
    })

    test('no listener is called afterwards', async () => {
      const other = open()
      const listener = vi.fn()
      const stop = await context.watch({}, listener)
      await context.driver.close()
      listener.mockClear()
      await other.put(at('a'), 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(listener).not.toHaveBeenCalled()
      stop()
    })
  })
}

import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { StorageUnavailableError } from '../errors/StorageUnavailableError.ts'
import { connectIndexedDb } from './connectIndexedDb.ts'

describe('connectIndexedDb', () => {
  const name = `grantkit-test-connection-${Date.now()}`
  const upgrade = vi.fn()

  afterEach(async () => {
    vi.useRealTimers()
    await deleteDB(name)
  })

  test('an upgrade that an old tab blocks fails in time, and works when that tab is gone', async () => {
    const old = await openDB(name, 1)
    const asked = new Promise((resolve) => old.addEventListener('versionchange', resolve))
    const connection = connectIndexedDb({ name, version: 2, upgrade })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const blocked = connection.run(async (database) => database.version).catch((e: unknown) => e)
    await asked
    // The `blocked` event follows the one that asks the old tab to make way.
    while (vi.getTimerCount() === 0) await new Promise((resolve) => requestAnimationFrame(resolve))
    await vi.advanceTimersByTimeAsync(5_000)
    const error = await blocked
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(String(error)).toContain('Close or reload the other tabs')
    old.close()
    expect(await connection.run(async (database) => database.version)).toBe(2)
    expect(upgrade).toHaveBeenCalledTimes(1)
    await connection.close()
    await expect(connection.run(async () => 1)).rejects.toThrow(StorageUnavailableError)
  })

  test('work that fails for its own reasons is not repeated', async () => {
    const connection = connectIndexedDb({ name, version: 1, upgrade })
    const work = vi.fn().mockRejectedValue(new TypeError('its own'))
    await expect(connection.run(work)).rejects.toThrow(TypeError)
    expect(work).toHaveBeenCalledTimes(1)
    await connection.close()
  })

  test('closing while it opens leaves nothing open', async () => {
    const connection = connectIndexedDb({ name, version: 1, upgrade })
    const running = connection.run(async (database) => database.version).catch(() => 'closed')
    await connection.close()
    await running
    const blocked = vi.fn()
    await deleteDB(name, { blocked })
    expect(blocked).not.toHaveBeenCalled()
  })
})

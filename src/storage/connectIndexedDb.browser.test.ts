import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { StorageUnavailableError } from '../errors/StorageUnavailableError.ts'
import { type ConnectIndexedDbParameters, connectIndexedDb } from './connectIndexedDb.ts'

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
    const connection = connectIndexedDb({ name, version: 2, stores: [], upgrade })
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
    const connection = connectIndexedDb({ name, version: 1, stores: [], upgrade })
    const work = vi.fn().mockRejectedValue(new TypeError('its own'))
    await expect(connection.run(work)).rejects.toThrow(TypeError)
    expect(work).toHaveBeenCalledTimes(1)
    await connection.close()
  })

  test('closing while it opens leaves nothing open', async () => {
    const connection = connectIndexedDb({ name, version: 1, stores: [], upgrade })
    const running = connection.run(async (database) => database.version).catch(() => 'closed')
    await connection.close()
    await running
    const blocked = vi.fn()
    await deleteDB(name, { blocked })
    expect(blocked).not.toHaveBeenCalled()
  })

  describe('an upgrade of the schema that is cut short', () => {
    const rows = Array.from({ length: 5 }, (_, id) => ({ id, text: `row ${id}` }))

    async function createOld(): Promise<void> {
      const database = await openDB(name, 1, {
        upgrade: (it) => void it.createObjectStore('old', { keyPath: 'id' }),
      })
      for (const row of rows) await database.put('old', row)
      database.close()
    }

    /** Moves all rows into a store of another name; it stops at the `k`th step. */
    function connectNew(k = Number.POSITIVE_INFINITY, how = 'aborts') {
      let steps = 0
      const upgrade = vi.fn<ConnectIndexedDbParameters['upgrade']>(
        async (database, _old, _new, transaction) => {
          const step = () => {
            if (++steps < k) return
            if (how === 'aborts') transaction.abort()
            else throw new TypeError('its own')
          }
          const to = database.createObjectStore('new', { keyPath: 'id' })
          step()
          const found: unknown[] = await transaction.objectStore('old').getAll()
          step()
          for (const row of found) {
            await to.put(row)
            step()
          }
          database.deleteObjectStore('old')
          step()
        },
      )
      return {
        connection: connectIndexedDb({ name, version: 2, stores: ['new'], upgrade }),
        upgrade,
      }
    }

    async function expectOld(): Promise<void> {
      const database = await openDB(name)
      expect(database.version).toBe(1)
      expect([...database.objectStoreNames]).toEqual(['old'])
      expect(await database.getAll('old')).toEqual(rows)
      database.close()
    }

    async function expectUpgraded(): Promise<void> {
      const { connection } = connectNew()
      expect(await connection.run((database) => database.getAll('new'))).toEqual(rows)
      await connection.close()
      const database = await openDB(name)
      expect(database.version).toBe(2)
      expect([...database.objectStoreNames]).toEqual(['new'])
      database.close()
    }

    test.each(['aborts', 'throws'])(
      'at whichever step (it %s) leaves the old schema with its data, and the next opening does it',
      async (how) => {
        for (let k = 1; k <= 8; k++) {
          await createOld()
          const { connection, upgrade } = connectNew(k, how)
          await expect(connection.run((database) => database.getAll('new'))).rejects.toThrow(
            StorageUnavailableError,
          )
          expect(upgrade).toHaveBeenCalled()
          await expectOld()
          await connection.close()
          await expectUpgraded()
          await deleteDB(name)
        }
      },
    )

    test('by the end of its context leaves the old schema with its data', async () => {
      await createOld()
      const script = `
        const opening = indexedDB.open(${JSON.stringify(name)}, 2)
        opening.onupgradeneeded = () => {
          const store = opening.result.createObjectStore('new', { keyPath: 'id' })
          opening.transaction.objectStore('old').clear()
          // It never gets done.
          const put = () => { store.put({ id: 0 }).onsuccess = put }
          put()
          postMessage('upgrading')
        }`
      const worker = new Worker(URL.createObjectURL(new Blob([script])))
      await new Promise((resolve) => worker.addEventListener('message', resolve))
      worker.terminate()
      await expectOld()
      await expectUpgraded()
    })
  })
})

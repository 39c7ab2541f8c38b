import { deleteDB, openDB } from 'idb'
import { bytesToHex } from 'viem'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { runInWorker } from '../../../test/conformance/runInWorker.ts'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import { StorageConflictError } from '../../errors/StorageConflictError.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import { StorageVersionError } from '../../errors/StorageVersionError.ts'
import type { RecordAddress, SessionStorageDriver } from '../../types/Storage.ts'
import { indexedDb } from './indexedDb.ts'

let count = 0
const newName = () => `grantkit-test-${Date.now()}-${count++}`

testDriverVariants(
  'indexedDb',
  () => {
    const base = newName()
    const names = new Set<string>()
    const nameOf = (prefix: string | undefined) => {
      const name = prefix === undefined ? 'grantkit' : `${base}${prefix}`
      names.add(name)
      return name
    }
    return {
      open: (prefix) => indexedDb({ name: nameOf(prefix) }),
      raw: {
        async read(prefix, address) {
          const database = await openDB(nameOf(prefix))
          try {
            const row: unknown = await database.get('records', keyOf(address))
            return row === undefined ? undefined : (row as { record: string }).record
          } finally {
            database.close()
          }
        },
        async write(prefix, address, text) {
          const database = await openDB(nameOf(prefix))
          try {
            await database.put('records', { ...address, record: text })
          } finally {
            database.close()
          }
        },
      },
      async remove() {
        for (const name of names) await deleteDB(name)
      },
    }
  },
  { runs: 30, prefixes: ['a', 'a:', 'a/', 'A', ''] },
)

function keyOf({ chainId, account, kind, id }: RecordAddress): (string | number)[] {
  return [chainId, account, kind, id]
}

/** The browser's debugging protocol, whose types the provider leaves out. */
function protocol() {
  return cdp() as unknown as {
    send(method: string, parameters: Record<string, unknown>): Promise<unknown>
  }
}

describe('indexedDb', () => {
  const drivers: SessionStorageDriver[] = []
  const names: string[] = []

  function create(name = newName()): { driver: SessionStorageDriver; name: string } {
    const driver = indexedDb({ name })
    drivers.push(driver)
    names.push(name)
    return { driver, name }
  }

  function at(id: string): RecordAddress {
    return { chainId: 137, account: `0x${'1'.repeat(40)}`, kind: 'session', id }
  }

  afterEach(async () => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    for (const driver of drivers.splice(0)) await driver.close()
    for (const name of names.splice(0)) await deleteDB(name)
  })

  test('writes are flushed to disk before they count', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const { driver } = create()
    await driver.put(at('a'), 1)
    await driver.delete(at('a'))
    await driver.batch([{ type: 'put', address: at('b'), value: 1 }])
    const writes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writes).toHaveLength(3)
    for (const [, , options] of writes) expect(options).toEqual({ durability: 'strict' })
  })

  test('increments of two contexts lose none', async () => {
    const { driver, name } = create()
    const mine = (async () => {
      for (let done = 0; done < 50; ) {
        const record = await driver.get(at('a'))
        try {
          await driver.put(at('a'), Number(record?.value ?? 0) + 1, {
            ifRevision: record?.revision ?? null,
          })
          done++
        } catch (error) {
          if (!(error instanceof StorageConflictError)) throw error
        }
      }
    })()
    const task = { type: 'increment', database: name, address: at('a'), times: 50 } as const
    await Promise.all([mine, runInWorker(task), runInWorker(task)])
    expect((await driver.get(at('a')))?.value).toBe(150)
  })

  test('hears of another context’s write', async () => {
    const { driver, name } = create()
    const heard = vi.fn()
    driver.watch({ chainId: 137 }, heard)
    await runInWorker({ type: 'increment', database: name, address: at('a'), times: 1 })
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    expect((await driver.get(at('a')))?.value).toBe(1)
  })

  test('a connection that is closed under it is opened again', async () => {
    const { driver } = create()
    const databases = captureDatabases()
    await driver.put(at('a'), 1)
    for (const database of databases) database.close()
    expect((await driver.get(at('a')))?.value).toBe(1)
    for (const database of databases) database.close()
    await driver.put(at('a'), 2)
    expect((await driver.list({})).records).toMatchObject([{ value: 2 }])
  })

  test('a connection that the browser forces shut is opened again', async () => {
    const { driver } = create()
    const closed = vi.fn()
    const databases = captureDatabases()
    await driver.put(at('a'), 1)
    for (const database of databases) database.addEventListener('close', closed)
    // As when the user clears the site's data: the connection ends, and the records are gone.
    await protocol().send('Storage.clearDataForOrigin', {
      origin: location.origin,
      storageTypes: 'indexeddb',
    })
    await vi.waitFor(() => expect(closed).toHaveBeenCalled())
    expect(await driver.get(at('a'))).toBeUndefined()
    await driver.put(at('a'), 2)
    expect((await driver.get(at('a')))?.value).toBe(2)
  })

  test('a write whose connection is lost in the middle is done once', async () => {
    const { driver } = create()
    const { revision } = await driver.put(at('a'), 1)
    const real = IDBDatabase.prototype.transaction
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    transaction.mockImplementationOnce(function (this: IDBDatabase, ...parameters) {
      const lost = real.apply(this, parameters)
      queueMicrotask(() => lost.abort())
      return lost
    })
    await driver.put(at('a'), 2, { ifRevision: revision })
    expect(transaction).toHaveBeenCalledTimes(2)
    expect((await driver.get(at('a')))?.value).toBe(2)
  })

  test('a write that was committed before its connection was lost is not taken for a conflict', async () => {
    const { driver } = create()
    const { revision } = await driver.put(at('a'), 1)
    await driver.put(at('gone'), 1)
    const real = IDBDatabase.prototype.transaction
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    transaction.mockImplementationOnce(function (this: IDBDatabase, ...parameters) {
      const lost = real.apply(this, parameters)
      // The commit happens; the news of it does not arrive.
      const listen = lost.addEventListener.bind(lost)
      lost.addEventListener = (type: string, listener: EventListener) =>
        listen(type === 'complete' ? 'complete' : `no ${type}`, (event) => {
          if (type === 'complete') lost.dispatchEvent(new Event('no abort'))
          else listener(event)
        })
      return lost
    })
    const listener = vi.fn()
    driver.watch({}, listener)
    await driver.batch([
      { type: 'put', address: at('a'), value: 2, ifRevision: revision },
      { type: 'delete', address: at('gone') },
    ])
    expect(transaction).toHaveBeenCalledTimes(2)
    expect((await driver.list({})).records).toMatchObject([{ value: 2 }])
    expect(listener).toHaveBeenCalledTimes(1)
  })

  test('a connection that stays lost is a typed error', async () => {
    const { driver } = create()
    await driver.put(at('a'), 1)
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('closing', 'InvalidStateError')
    })
    await expect(driver.put(at('a'), 2)).rejects.toThrow(StorageUnavailableError)
    vi.restoreAllMocks()
    expect((await driver.get(at('a')))?.value).toBe(1)
  })

  test('makes way for another tab’s upgrade, then refuses the newer database and leaves it whole', async () => {
    const { driver, name } = create()
    await driver.put(at('a'), 1)
    const blocked = vi.fn()
    const newer = await openDB(name, 2, { blocked })
    expect(blocked).not.toHaveBeenCalled()
    await expect(driver.get(at('a'))).rejects.toThrow(StorageVersionError)
    await expect(driver.put(at('a'), 2)).rejects.toThrow(StorageVersionError)
    expect(await newer.count('records')).toBe(1)
    newer.close()
  })

  test('a database that something else made without the store is said to be that', async () => {
    const name = newName()
    const theirs = await openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore('theirs'),
    })
    await theirs.put('theirs', 'something', 'key')
    theirs.close()
    const { driver } = create(name)
    const address = at('a')
    const uses: (() => Promise<unknown>)[] = [
      () => driver.get(address),
      () => driver.list({}),
      () => driver.put(address, 1),
    ]
    for (const use of uses) {
      const error = await use().catch((it: unknown) => it)
      expect(error).toBeInstanceOf(StorageUnavailableError)
      expect(error).toMatchObject({ name: 'ForeignDatabaseError', database: name })
      expect(String(error)).toContain(`"${name}" is there, but without its object store "records"`)
      expect(String(error)).toContain('deleteDatabase')
      expect(String(error)).not.toContain('private mode')
    }
    // it is left as it is, and nothing keeps it from being deleted
    const after = await openDB(name)
    const { store, done } = after.transaction('theirs')
    expect(await store.get('key')).toBe('something')
    await done
    after.close()
    const blocked = vi.fn()
    await deleteDB(name, { blocked })
    expect(blocked).not.toHaveBeenCalled()
    expect(await driver.get(address)).toBeUndefined()
  })

  test('makes way for a deletion, and starts anew', async () => {
    const { driver, name } = create()
    await driver.put(at('a'), 1)
    const blocked = vi.fn()
    await deleteDB(name, { blocked })
    expect(blocked).not.toHaveBeenCalled()
    expect(await driver.get(at('a'))).toBeUndefined()
    await driver.put(at('a'), 2)
    expect((await driver.get(at('a')))?.value).toBe(2)
  })

  test('an opening that another tab blocks waits for it', async () => {
    const { driver, name } = create()
    // An old page that does not make way for the deletion that stands before our opening.
    const old = await openDB(name, 1)
    const deletion = deleteDB(name)
    const read = driver.get(at('a'))
    setTimeout(() => old.close(), 100)
    expect(await read).toBeUndefined()
    await deletion
  })

  test('a full disk is a typed error, and nothing of the batch stays', async () => {
    const origin = location.origin
    // Chromium remembers for a while how much room there was, but not over this.
    await protocol().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 500_000 })
    await protocol().send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
    try {
      const { driver } = create()
      await driver.put(at('a'), 1)
      const listener = vi.fn()
      driver.watch({}, listener)
      // Chromium compresses what it stores, and counts that
      const noise = (length: number) =>
        Array.from({ length: length / 1_000 }, () =>
          bytesToHex(crypto.getRandomValues(new Uint8Array(500))).slice(2),
        ).join('')
      await expect(
        driver.batch([
          { type: 'delete', address: at('a') },
          { type: 'put', address: at('b'), value: noise(2_000_000) },
        ]),
      ).rejects.toThrow(StorageQuotaError)
      expect((await driver.list({})).records).toMatchObject([{ address: { id: 'a' }, value: 1 }])
      expect(listener).not.toHaveBeenCalled()
    } finally {
      await protocol().send('Storage.overrideQuotaForOrigin', { origin })
    }
  })

  test('without IndexedDB, making a driver works and using it says what to do', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const { driver } = create()
    names.pop()
    const error = await driver.get(at('a')).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(String(error)).toMatchInlineSnapshot(`
      "StorageUnavailableError: There is no IndexedDB here.

      On a server use another driver; in a browser, leave private mode or allow this site to store data, or use \`memory()\`."
    `)
  })

  test.each(['InvalidStateError', 'SecurityError'])(
    'in a mode where opening fails with %s, it is a typed error',
    async (name) => {
      const { driver } = create()
      vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
        throw new DOMException('private mode', name)
      })
      await expect(driver.put(at('a'), 1)).rejects.toThrow(StorageUnavailableError)
      vi.restoreAllMocks()
      await driver.put(at('a'), 1)
    },
  )

  test('asks once for persistence, at the first write, and does not wait for it', async () => {
    const persist = vi
      .spyOn(StorageManager.prototype, 'persist')
      .mockImplementation(() => Promise.reject(new Error('never')))
    const { driver } = create()
    await driver.get(at('a'))
    expect(persist).not.toHaveBeenCalled()
    await driver.put(at('a'), 1)
    await driver.put(at('a'), 2)
    expect(persist).toHaveBeenCalledTimes(1)
  })

  test('get and list of one account read none of the records of others', async () => {
    const { driver } = create()
    const other: RecordAddress = { ...at('x'), account: `0x${'2'.repeat(40)}` }
    const prefix = { chainId: 137, account: at('a').account, kind: 'session' } as const
    await driver.put(at('a'), 1)
    await driver.batch(
      Array.from({ length: 5000 }, (_, index) => ({
        type: 'put' as const,
        address: { ...other, id: `x${index}` },
        value: { index },
      })),
    )
    const steps = vi.spyOn(IDBCursor.prototype, 'continue')
    const reads = [
      vi.spyOn(IDBObjectStore.prototype, 'getAll'),
      vi.spyOn(IDBIndex.prototype, 'getAll'),
    ]
    expect((await driver.get(at('a')))?.value).toBe(1)
    expect((await driver.list(prefix)).records).toHaveLength(1)
    const requests = reads.flatMap(({ mock }) => mock.results.map(({ value }) => value))
    const read = requests.reduce((sum, request: IDBRequest) => sum + request.result.length, 0)
    expect(read + steps.mock.calls.length).toBeLessThan(5)
  })

  function captureDatabases(): Set<IDBDatabase> {
    const found = new Set<IDBDatabase>()
    const real = IDBDatabase.prototype.transaction
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...parameters
    ) {
      found.add(this)
      return real.apply(this, parameters)
    })
    return found
  }
})

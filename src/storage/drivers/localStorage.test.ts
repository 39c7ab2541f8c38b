import { afterEach, describe, expect, test, vi } from 'vitest'
import { FakeWebStorage } from '../../../test/conformance/FakeWebStorage.ts'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { RecordAddress, StorageOperation } from '../../types/Storage.ts'
import { localStorage } from './localStorage.ts'
import { localStorageKey } from './localStorageKey.ts'

testDriverVariants(
  'localStorage',
  () => {
    const storage = new FakeWebStorage()
    storage.setItem('someone else’s', 'data')
    storage.setItem('grantkit:legacy', 'data')
    const keyOf = (prefix = 'grantkit', address: RecordAddress) =>
      `${prefix}:${localStorageKey.encode(address)}`
    return {
      open: (prefix) => localStorage({ storage, prefix }),
      raw: {
        read: async (prefix, address) => storage.getItem(keyOf(prefix, address)) ?? undefined,
        write: async (prefix, address, text) => storage.setItem(keyOf(prefix, address), text),
      },
    }
  },
  { prefixes: ['a', 'a:', 'a:1', 'a:137', 'A', '', ':', 'grantkit:', 'grantkit:137'] },
)

describe('localStorage', () => {
  function at(id: string): RecordAddress {
    return { chainId: 1, account: `0x${'1'.repeat(40)}`, kind: 'session', id }
  }

  function quota(): Error {
    return new DOMException('full', 'QuotaExceededError')
  }

  const batch: StorageOperation[] = [
    { type: 'put', address: at('a'), value: 2 },
    { type: 'delete', address: at('b') },
    { type: 'put', address: at('c'), value: 2 },
    { type: 'put', address: at('d'), value: 2 },
  ]

  async function prepared() {
    const storage = new FakeWebStorage()
    const driver = localStorage({ storage })
    await driver.put(at('a'), 1)
    await driver.put(at('b'), 1)
    return { storage, driver }
  }

  afterEach(() => vi.unstubAllGlobals())

  test('two prefixes share nothing, also when one begins with the other', async () => {
    const storage = new FakeWebStorage()
    const [outer, inner] = [
      localStorage({ storage, prefix: 'a' }),
      localStorage({ storage, prefix: 'a:1' }),
    ]
    await inner.put(at('x'), 1)
    expect(await outer.list({})).toEqual({ records: [] })
    await outer.put(at('y'), 1)
    expect((await inner.list({})).records).toHaveLength(1)
  })

  test('a full storage refuses a write, and keeps what was there', async () => {
    const { storage, driver } = await prepared()
    storage.beforeWrite = () => {
      throw quota()
    }
    await expect(driver.put(at('a'), 2)).rejects.toThrow(StorageQuotaError)
    expect((await driver.get(at('a')))?.value).toBe(1)
  })

  test('full at whichever write of a batch, nothing of it stays', async () => {
    // The journal, four changes; the sixth write removes the journal.
    for (let k = 1; k <= 5; k++) {
      const { storage, driver } = await prepared()
      const before = new Map(storage.items)
      const listener = vi.fn()
      driver.watch({}, listener)
      let writes = 0
      storage.beforeWrite = () => {
        if (++writes === k) throw quota()
      }
      await expect(driver.batch(batch)).rejects.toThrow(StorageQuotaError)
      expect(storage.items).toEqual(before)
      expect(listener).not.toHaveBeenCalled()
      storage.beforeWrite = () => {}
      await driver.batch(batch)
      expect((await driver.list({})).records.map(({ value }) => value)).toEqual([2, 2, 2])
    }
  })

  test('when the tab dies at whichever write of a batch, the next page finds all or nothing', async () => {
    for (let k = 1; k <= 6; k++) {
      const { storage, driver } = await prepared()
      const before = new Map(storage.items)
      let writes = 0
      storage.beforeWrite = () => {
        // From here on nothing is written any more, not even what would put things back.
        if (++writes >= k) throw new Error('the tab is gone')
      }
      await expect(driver.batch(batch)).rejects.toThrow()
      const next = localStorage({ storage: new FakeWebStorage(storage.items) })
      const values = (await next.list({})).records.map(({ value }) => value)
      if (k === 1) expect(storage.items).toEqual(before)
      else expect(values).toEqual([2, 2, 2])
      expect([...storage.items.keys()].some((key) => key.includes('journal'))).toBe(false)
    }
  })

  test('a batch that a dead tab left, and that does not fit any more, is taken back whole', async () => {
    const { storage, driver } = await prepared()
    const before = new Map(storage.items)
    let writes = 0
    storage.beforeWrite = () => {
      if (++writes >= 3) throw new Error('the tab is gone')
    }
    await expect(driver.batch(batch)).rejects.toThrow()
    const full = new FakeWebStorage(storage.items)
    full.beforeWrite = (key) => {
      if (key.endsWith(':d')) throw quota()
    }
    await localStorage({ storage: full }).get(at('a'))
    expect(new Map([...full.items].sort())).toEqual(new Map([...before].sort()))
  })

  test('a torn journal is dropped', async () => {
    const { storage } = await prepared()
    storage.items.set('grantkit:journal', '00000000[["grantkit:x",nu')
    const next = localStorage({ storage: new FakeWebStorage(storage.items) })
    expect((await next.list({})).records).toHaveLength(2)
    expect(storage.items.has('grantkit:journal')).toBe(false)
  })

  test('a storage that the browser denies is a typed error that says what to do', async () => {
    const storage = new FakeWebStorage()
    storage.getItem = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    const error = await localStorage({ storage })
      .get(at('a'))
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(String(error)).toMatchInlineSnapshot(`
      "StorageUnavailableError: localStorage refused to work.

      Allow this site to store data, or use \`memory()\`.

      Details: SecurityError"
    `)
  })

  test('without localStorage, making a driver works and using it is a typed error', async () => {
    vi.stubGlobal('localStorage', undefined)
    const driver = localStorage()
    await expect(driver.get(at('a'))).rejects.toThrow(StorageUnavailableError)
  })
})

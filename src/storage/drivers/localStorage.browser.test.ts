import { afterEach, describe, expect, test, vi } from 'vitest'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import type { RecordAddress, SessionStorageDriver } from '../../types/Storage.ts'
import { localStorage } from './localStorage.ts'
import { localStorageKey } from './localStorageKey.ts'

testDriverVariants(
  'localStorage, in the browser',
  () => {
    const keyOf = (prefix = 'grantkit', address: RecordAddress) =>
      `${prefix}:${localStorageKey.encode(address)}`
    const opened = new Set<string | undefined>()
    return {
      open(prefix) {
        opened.add(prefix)
        return localStorage({ prefix })
      },
      raw: {
        read: async (prefix, address) =>
          window.localStorage.getItem(keyOf(prefix, address)) ?? undefined,
        write: async (prefix, address, text) =>
          window.localStorage.setItem(keyOf(prefix, address), text),
      },
      // What the neighbours of another test have stays.
      async remove() {
        const keys = Array.from(window.localStorage, (_, index) => window.localStorage.key(index))
        for (const start of [...opened].map((prefix = 'grantkit') => `${prefix}:`))
          for (const key of keys)
            if (key?.startsWith(start) && localStorageKey.decode(key.slice(start.length)))
              window.localStorage.removeItem(key)
      },
    }
  },
  { prefixes: ['a', 'a:', 'a:1'] },
)

describe('localStorage, in the browser', () => {
  const drivers: SessionStorageDriver[] = []

  function create(prefix?: string): SessionStorageDriver {
    const driver = localStorage({ prefix })
    drivers.push(driver)
    return driver
  }

  function at(id: string): RecordAddress {
    return { chainId: 137, account: `0x${'1'.repeat(40)}`, kind: 'session', id }
  }

  afterEach(async () => {
    for (const driver of drivers.splice(0)) await driver.close()
    window.localStorage.clear()
  })

  test('hears of another page’s write, and of clearing', async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const theirs = frame.contentWindow?.localStorage as Storage
    const driver = create()
    const mine = vi.fn()
    const elsewhere = vi.fn()
    driver.watch({ chainId: 137 }, mine)
    driver.watch({ chainId: 1 }, elsewhere)
    theirs.setItem('unrelated', 'x')
    theirs.setItem(`grantkit:${localStorageKey.encode(at('a'))}`, 'x')
    await vi.waitFor(() => expect(mine).toHaveBeenCalledTimes(1))
    expect(elsewhere).not.toHaveBeenCalled()
    theirs.clear()
    await vi.waitFor(() => expect(elsewhere).toHaveBeenCalledTimes(1))
    await driver.close()
    theirs.setItem(`grantkit:${localStorageKey.encode(at('b'))}`, 'x')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(mine).toHaveBeenCalledTimes(2)
    frame.remove()
  })

  test('the real quota refuses a batch whole', async () => {
    const driver = create()
    await driver.put(at('a'), 'old')
    await expect(
      driver.batch([
        { type: 'put', address: at('a'), value: 'new' },
        { type: 'put', address: at('b'), value: 'x'.repeat(3_000_000) },
        { type: 'put', address: at('c'), value: 'x'.repeat(3_000_000) },
      ]),
    ).rejects.toThrow(StorageQuotaError)
    // Fits as a journal but not beside it.
    await expect(
      driver.batch([
        { type: 'put', address: at('a'), value: 'new' },
        { type: 'put', address: at('b'), value: 'x'.repeat(4_000_000) },
      ]),
    ).rejects.toThrow(StorageQuotaError)
    expect((await driver.list({})).records).toMatchObject([{ value: 'old' }])
    expect(window.localStorage.length).toBe(1)
  })
})

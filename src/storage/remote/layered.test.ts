import { describe, expect, test } from 'vitest'
import { FakeWebStorage } from '../../../test/conformance/FakeWebStorage.ts'
import { testDriver } from '../../../test/conformance/testDriver.ts'
import { testDriverVariants } from '../../../test/conformance/testDriverVariants.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { RecordAddress, SessionStorageDriver } from '../../types/Storage.ts'
import { encrypted } from '../drivers/encrypted.ts'
import { localStorage } from '../drivers/localStorage.ts'
import { localStorageKey } from '../drivers/localStorageKey.ts'
import { MemoryStore } from '../drivers/MemoryStore.ts'
import { memory } from '../drivers/memory.ts'
import { layered } from './layered.ts'

testDriverVariants(
  'layered',
  () => {
    const [server, device] = [new FakeWebStorage(), new FakeWebStorage()]
    const keyOf = (prefix = 'grantkit', address: RecordAddress) =>
      `${prefix}:${localStorageKey.encode(address)}`
    return {
      open: (prefix) =>
        layered({
          authority: localStorage({ storage: server, prefix }),
          cache: localStorage({ storage: device, prefix }),
        }),
      raw: {
        read: async (prefix, address) => server.getItem(keyOf(prefix, address)) ?? undefined,
        write: async (prefix, address, text) => server.setItem(keyOf(prefix, address), text),
      },
    }
  },
  { runs: 50, prefixes: ['a', 'a:', 'a:1'] },
)

testDriver(
  'layered, both encrypted',
  () => {
    const store = new MemoryStore()
    const open = (storage: SessionStorageDriver, fill: number) =>
      encrypted({ storage, secret: new Uint8Array(32).fill(fill) })
    return {
      open: () => layered({ authority: open(memory({ store }), 1), cache: open(memory(), 2) }),
      raw: {
        read: async (address) => store.read(address),
        write: async (address, text) => store.write([{ address, text }]),
      },
    }
  },
  { runs: 20 },
)

describe('layered, when the authority is away', () => {
  const account = `0x${'1'.repeat(40)}` as const

  function at(id: string): RecordAddress {
    return { chainId: 1, account, kind: 'session', id }
  }

  function setUp() {
    const store = new MemoryStore()
    let isAway = false
    const real = memory({ store })
    const authority = new Proxy(real, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function' || name === 'watch' || name === 'close') return member
        return async (...all: unknown[]) => {
          if (isAway) throw new StorageUnavailableError('away', 'wait')
          return (member as (...all: unknown[]) => unknown).apply(target, all)
        }
      },
    }) as SessionStorageDriver
    const driver = layered({ authority, cache: memory() })
    return {
      driver,
      real,
      away(value: boolean) {
        isAway = value
      },
    }
  }

  test('what was read or written is read from the copy, with the authority’s revision', async () => {
    const { driver, real, away } = setUp()
    const written = await driver.put(at('a'), 1)
    const other = await real.put(at('b'), 2)
    await driver.get(at('b'))
    away(true)
    expect(await driver.get(at('a'))).toEqual(written)
    expect(await driver.get(at('b'))).toEqual(other)
  })

  test('what was never seen is an error, and not nothing', async () => {
    const { driver, away } = setUp()
    await driver.put(at('a'), 1)
    away(true)
    await expect(driver.get(at('b'))).rejects.toThrow(StorageUnavailableError)
    await expect(driver.list({ chainId: 1 })).rejects.toThrow(StorageUnavailableError)
  })

  test('a list is complete or an error, and deletions reach the copy', async () => {
    const { driver, real, away } = setUp()
    await driver.put(at('a'), 1)
    await driver.put(at('b'), 2)
    await driver.list({ chainId: 1 })
    await real.delete(at('a'))
    const whole = await driver.list({ chainId: 1 })
    away(true)
    expect(await driver.list({ chainId: 1 })).toEqual(whole)
    await expect(driver.list({ chainId: 1, account })).rejects.toThrow(StorageUnavailableError)
    await expect(driver.get(at('a'))).rejects.toThrow(StorageUnavailableError)
  })

  test('writes fail, leave the copy alone, and work when it is back', async () => {
    const { driver, away } = setUp()
    const { revision } = await driver.put(at('a'), 1)
    away(true)
    await expect(driver.put(at('a'), 2)).rejects.toThrow(StorageUnavailableError)
    await expect(driver.delete(at('a'))).rejects.toThrow(StorageUnavailableError)
    await expect(driver.batch([{ type: 'put', address: at('a'), value: 3 }])).rejects.toThrow(
      StorageUnavailableError,
    )
    expect((await driver.get(at('a')))?.value).toBe(1)
    away(false)
    expect((await driver.put(at('a'), 2, { ifRevision: revision })).value).toBe(2)
  })

  test('closed, it does not fall back', async () => {
    const { driver } = setUp()
    await driver.put(at('a'), 1)
    await driver.close()
    await expect(driver.get(at('a'))).rejects.toThrow(/closed/)
  })
})

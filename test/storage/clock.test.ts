import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { appendJournal } from '../../src/storage/appendJournal.ts'
import { processIdentity } from '../../src/storage/drivers/file/processIdentity.ts'
import { file } from '../../src/storage/drivers/file.ts'
import { localStorage } from '../../src/storage/drivers/localStorage.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { sqlite } from '../../src/storage/drivers/sqlite.ts'
import type { SessionState } from '../../src/types/SessionState.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { at } from '../conformance/driver/places.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'

const year = 365 * 24 * 60 * 60 * 1_000
const start = Date.UTC(2026, 5, 1)
/** What the clock says before each of ten writes. */
const jumps = [0, year, -year, 0, -start, 5, 4, 3, 2 * year, 1].map((by) => start + by)

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'grantkit-clock-'))
  vi.useFakeTimers({ now: start, toFake: ['Date'] })
})

afterEach(async () => {
  vi.useRealTimers()
  await rm(directory, { recursive: true, force: true })
})

const drivers: Record<string, () => SessionStorageDriver> = {
  memory: () => memory(),
  localStorage: () => localStorage({ storage: new FakeWebStorage() }),
  file: () => file({ directory }),
  sqlite: () => sqlite({ database: new Database(':memory:') }),
}

describe.each(Object.keys(drivers))('%s, while the clock jumps back and forth', (name) => {
  const create = drivers[name] as () => SessionStorageDriver

  test('no write is lost or undone, and the last one counts', async () => {
    const driver = create()
    let revision: string | null = null
    for (const [index, now] of jumps.entries()) {
      vi.setSystemTime(now)
      const [written] = await driver.batch([
        { type: 'put', address: at('a'), value: index, ifRevision: revision },
        { type: 'put', address: at(`id ${index}`), value: index, ifRevision: null },
      ])
      revision = written?.revision ?? null
      expect((await driver.get(at('a')))?.value).toBe(index)
    }
    const { records } = await driver.list({})
    expect(records.map(({ value }) => value)).toEqual([9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await driver.close()
  })

  test('a journal stays in the order of its writing', async () => {
    const driver = create()
    const { chainId, account } = at('a')
    for (const [index, now] of jumps.entries()) {
      vi.setSystemTime(now)
      await appendJournal(driver, { chainId, account, id: 'a' }, { type: 'note', n: index })
    }
    const userOpHash = `0x${'1'.repeat(64)}` as const
    for (const [index, now] of jumps.entries()) {
      vi.setSystemTime(now)
      await appendJournal(
        driver,
        { chainId, account, id: 'a' },
        { type: 'transaction', userOpHash, n: index },
      )
    }
    const record = await driver.get(at('a', { kind: 'state' }))
    const state: unknown = record?.value ?? {}
    const { messages, createdAt, updatedAt } = state as SessionState
    expect(messages.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9])
    expect(createdAt).toBe(start)
    // Never before what was said earlier, whatever the clock says.
    expect(updatedAt).toBe(Math.max(...jumps))
    await driver.close()
  })
})

describe('the lock of a directory, while the clock jumps', () => {
  async function lockAs(holder: object): Promise<string> {
    const numbers = (await readdir(join(directory, 'lock'))).filter((it) => /^\d+$/.test(it))
    const path = join(directory, 'lock', String(Math.max(...numbers.map(Number)) + 1))
    await writeFile(path, JSON.stringify(holder))
    return path
  }

  /** The holder ends, or lets go, once somebody has waited and the clock has jumped. */
  async function whileWaiting(by: number, then: () => Promise<void>) {
    const driver = file({ directory })
    let looks = 0
    const hasEnded = vi.spyOn(processIdentity, 'hasEnded')
    const looked = new Promise<void>((resolve) => {
      hasEnded.mockImplementation(() => {
        vi.setSystemTime(start + by)
        if (++looks === 5) resolve()
        return false
      })
    })
    const writing = driver.put(at('a'), 'new')
    await looked
    expect((await driver.get(at('a')))?.value).toBe('old')
    hasEnded.mockRestore()
    await then()
    await writing
    expect((await driver.get(at('a')))?.value).toBe('new')
    await driver.close()
  }

  test.each([
    ['forward', year],
    ['back', -year],
  ])('%s: it is neither taken from who lives, nor given up waiting for', async (_, by) => {
    await file({ directory }).put(at('a'), 'old')
    const path = await lockAs({ ...processIdentity.own(), pid: process.ppid, start: '' })
    // It lives, so that its lock is not ours to take: until it lets go.
    await whileWaiting(by, () => writeFile(path, ''))
  })

  test.each([
    ['forward', year],
    ['back', -year],
  ])('%s: it is taken from who is dead', async (_, by) => {
    const driver = file({ directory })
    await driver.put(at('a'), 'old')
    vi.setSystemTime(start + by)
    // Of an earlier process with our number.
    await lockAs({ ...processIdentity.own(), start: '1' })
    await driver.put(at('a'), 'new')
    expect((await driver.get(at('a')))?.value).toBe('new')
    await driver.close()
  })

  test('back: the wait for who does not let go still ends', async () => {
    await file({ directory }).put(at('a'), 'old')
    await lockAs({ ...processIdentity.own(), pid: process.ppid, start: '' })
    const driver = file({ directory, lockTimeout: 20 })
    vi.spyOn(processIdentity, 'hasEnded').mockImplementation(() => {
      vi.setSystemTime(start - year)
      return false
    })
    await expect(driver.put(at('a'), 'new')).rejects.toThrow(StorageUnavailableError)
    vi.restoreAllMocks()
    expect((await driver.get(at('a')))?.value).toBe('old')
    await driver.close()
  })
})

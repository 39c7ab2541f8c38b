import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RecordAddress } from '../../src/types/Storage.ts'
import type { DriverLocation } from '../conformance/process/DriverLocation.ts'
import { openDriver } from '../conformance/process/openDriver.ts'
import { startDriverProcess } from '../conformance/process/startDriverProcess.ts'
import { startRedis, type TestRedis } from '../harness/startRedis.ts'

let server: TestRedis
let directory: string
let count = 0

beforeAll(async () => {
  server = await startRedis()
  directory = await mkdtemp(join(tmpdir(), 'grantkit-processes-'))
})

afterAll(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

function at(id: string, kind: RecordAddress['kind'] = 'session'): RecordAddress {
  return { chainId: 137, account: `0x${'1'.repeat(40)}`, kind, id }
}

const locations: Record<string, () => DriverLocation> = {
  file: () => ({ type: 'file', directory: join(directory, `file-${count++}`) }),
  sqlite: () => ({ type: 'sqlite', filename: join(directory, `sqlite-${count++}.db`) }),
  redis: () => ({ type: 'redis', url: server.url, prefix: `processes:${count++}` }),
}

describe.each(Object.keys(locations))('%s, over processes', (name) => {
  const locate = locations[name] as () => DriverLocation

  test('two processes with 50 increments each, and 50 of this one, give 150', async () => {
    const location = locate()
    const { driver, close } = await openDriver(location)
    const task = { type: 'increment', address: at('count'), times: 50 } as const
    const others = await Promise.all([
      startDriverProcess(location, task),
      startDriverProcess(location, task),
    ])
    for (const other of others) expect(await other.next()).toEqual({ ready: true })
    for (let done = 0; done < 50; ) {
      const record = await driver.get(at('count'))
      const next = Number(record?.value ?? 0) + 1
      const written = await driver
        .put(at('count'), next, { ifRevision: record?.revision ?? null })
        .catch((error: Error) => {
          expect(error.name).toBe('StorageConflictError')
        })
      if (written) done++
    }
    for (const other of others) expect(await other.ended).toBe(0)
    expect((await driver.get(at('count')))?.value).toBe(150)
    await close()
  })

  test('a write of another process is heard of', async () => {
    const location = locate()
    const { driver, close } = await openDriver(location)
    const listener = vi.fn()
    driver.watch({ chainId: 137 }, listener)
    const other = await startDriverProcess(location, {
      type: 'increment',
      address: at('count'),
      times: 1,
    })
    expect(await other.ended).toBe(0)
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), { interval: 5, timeout: 10_000 })
    expect((await driver.get(at('count')))?.value).toBe(1)
    await close()
  })
})

describe('a process that is killed in the middle of writing', () => {
  const addresses = [at('root', 'root'), at('one'), at('two')]

  async function expectWhole(location: DriverLocation, least: number): Promise<number> {
    const { driver, close } = await openDriver(location)
    try {
      const { records } = await driver.list({ chainId: 137 })
      const numbers = new Set(records.map(({ value }) => (value as { n: number }).n))
      expect(numbers.size).toBeLessThanOrEqual(1)
      expect(records.length === 0 || records.length === 3).toBe(true)
      const [n = 0] = numbers
      for (const address of addresses)
        expect(((await driver.get(address))?.value as { n: number } | undefined)?.n ?? 0).toBe(n)
      // What was acknowledged is there; what was not may be.
      expect(n === least || n === least + 1).toBe(true)
      return n
    } finally {
      await close()
    }
  }

  const task = (from: number) => ({ type: 'batches', addresses, from, padding: 5_000 }) as const

  /** Killed by the clock: where in its work is not known. */
  async function rounds(location: DriverLocation, times: number): Promise<void> {
    let last = 0
    for (let round = 0; round < times; round++) {
      const child = await startDriverProcess(location, task(last + 1))
      await child.next()
      let acknowledged = last
      // Somewhere within the first or second batch, spread over their whole length.
      if (round % 2) acknowledged = (await child.next()).n ?? acknowledged
      await new Promise((resolve) => setTimeout(resolve, (round % 20) * 0.7))
      await child.kill()
      for (const { n } of child.rest()) acknowledged = n ?? acknowledged
      last = await expectWhole(location, acknowledged)
    }
    expect(last).toBeGreaterThan(0)
  }

  function isUnfinished(directory: string): boolean {
    return (
      existsSync(join(directory, 'journal')) ||
      (existsSync(join(directory, 'unfinished')) &&
        readdirSync(join(directory, 'unfinished')).length > 0)
    )
  }

  test('file: at each change of the file system in its first batches, the old or the new state', async () => {
    const directory = join(await mkdtemp(join(tmpdir(), 'grantkit-killed-')), 'records')
    const places = { unfinished: 0, begun: 0, acknowledged: 0 }
    let last = 0
    for (let dieAt = 0; dieAt < 200; dieAt++) {
      const child = await startDriverProcess({ type: 'file', directory, dieAt }, task(last + 1))
      expect(await child.ended).toBeNull()
      let acknowledged = last
      for (const { n } of child.rest()) acknowledged = n ?? acknowledged
      if (isUnfinished(directory)) places.unfinished++
      if (existsSync(join(directory, 'journal'))) places.begun++
      if (acknowledged > last) places.acknowledged++
      last = await expectWhole({ type: 'file', directory }, acknowledged)
    }
    process.stdout.write(`Killed: ${JSON.stringify(places)}\n`)
    // Else it would prove nothing.
    for (const times of Object.values(places)) expect(times).toBeGreaterThan(50)
    await rm(directory, { recursive: true, force: true })
    // a process is started for each: minutes on a slow machine
  }, 600_000)

  test('sqlite: 25 rounds', async () => {
    await rounds(locations.sqlite?.() as DriverLocation, 25)
  })

  test('redis: 25 rounds', async () => {
    await rounds(locations.redis?.() as DriverLocation, 25)
  })
})

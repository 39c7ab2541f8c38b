import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StorageInputError } from '../../src/errors/StorageInputError.ts'
import { StorageQuotaError } from '../../src/errors/StorageQuotaError.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote, remoteWatchesConnected } from '../../src/storage/remote/remote.ts'
import type { StorageServerParameters } from '../../src/storage/server/StorageServerParameters.ts'
import { dangerouslyPlaintextVault } from '../../src/storage/vaults/dangerouslyPlaintextVault.ts'
import type { Json } from '../../src/types/Json.ts'
import type { RecordAddress, SessionStorageDriver } from '../../src/types/Storage.ts'
import { createStorageServer, type TestServer } from '../conformance/createStorageServer.ts'
import { account, at, lowerCase } from '../conformance/driver/places.ts'

let store: MemoryStore
const servers: TestServer[] = []

beforeEach(() => {
  store = new MemoryStore()
})

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function start(
  limits: StorageServerParameters['limits'] = {},
  parameters: Partial<StorageServerParameters> = {},
): Promise<TestServer> {
  const server = await createStorageServer({
    storage: memory({ store }),
    limits: { requestsPerMinute: 1_000_000, ...limits },
    ...parameters,
  })
  servers.push(server)
  return server
}

const driverOf = ({ url }: TestServer, token: string) => remote({ url, token, retries: 0 })

async function userOf(server: TestServer, ...accounts: (typeof account)[]) {
  return driverOf(server, await server.signIn(accounts))
}

const kilobyte = 'x'.repeat(1_024)
const journal = (id: string, overrides: Partial<RecordAddress> = {}) =>
  at(id, { kind: 'state', ...overrides })
const kilobytes = (count: number) => count * 1_024

async function fill(driver: SessionStorageDriver, where: (n: number) => RecordAddress) {
  for (let n = 0; n < 1_000; n++)
    try {
      await driver.put(where(n), kilobyte)
    } catch (error) {
      return { error, count: n }
    }
  throw new Error('It takes everything.')
}

describe('bytes of an account', () => {
  test('are limited, with an error that says which limit and what to do', async () => {
    const server = await start({ bytesPerAccount: kilobytes(16) })
    const driver = await userOf(server, account)
    const { error, count } = await fill(driver, (n) => journal(`${n}`))
    expect(error).toBeInstanceOf(StorageQuotaError)
    expect(error).toMatchObject({ quota: { of: 'account', bytes: kilobytes(16) } })
    expect(String(error)).toMatch(/this account may take up 16384 bytes[\s\S]*Delete sessions/)
    // An eighth is for the root.
    expect(count).toBeGreaterThan(8)
    expect(count).toBeLessThanOrEqual(14)
    expect((await driver.list({})).records).toHaveLength(count)
  })

  test('have the status 507 on the wire, and the limit', async () => {
    const server = await start({ bytesPerAccount: 1_024 })
    const token = await server.signIn([account])
    const response = await fetch(`${server.url}/records/137/${account}/state/r-a`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'a'.repeat(32) },
      body: JSON.stringify({ value: kilobyte }),
    })
    expect(response.status).toBe(507)
    expect(await response.json()).toMatchObject({
      error: 'StorageQuotaError',
      quota: { of: 'account', bytes: 1_024 },
    })
  })

  test('that are deleted or replaced by fewer are there again', async () => {
    const server = await start({ bytesPerAccount: kilobytes(16) })
    const driver = await userOf(server, account)
    const { count } = await fill(driver, (n) => journal(`${n}`))
    await driver.put(journal('0'), 'small')
    await driver.delete(journal('1'))
    await driver.put(journal('again'), kilobyte)
    await driver.put(journal('more'), kilobyte)
    await expect(driver.put(journal('third'), kilobyte)).rejects.toThrow(StorageQuotaError)
    // As often as you like: nothing drifts.
    for (let n = 0; n < 20; n++) {
      await driver.batch([
        { type: 'delete', address: journal('again') },
        { type: 'put', address: journal('other'), value: kilobyte },
      ])
      await driver.batch([
        { type: 'delete', address: journal('other') },
        { type: 'put', address: journal('again'), value: kilobyte },
      ])
    }
    expect((await driver.list({})).records).toHaveLength(count + 1)
    await expect(driver.put(journal('third'), kilobyte)).rejects.toThrow(StorageQuotaError)
  })

  test('are not exceeded by many empty records, or by long ids', async () => {
    const server = await start({ bytesPerAccount: kilobytes(16) })
    const driver = await userOf(server, account)
    const put = (n: number, length: number) => ({
      type: 'put' as const,
      address: journal(`${n}`.padEnd(length, '-')),
      value: 0,
    })
    const many = Array.from({ length: 200 }, (_, n) => put(n, 4))
    await expect(driver.batch(many)).rejects.toThrow(StorageQuotaError)
    const long = Array.from({ length: 40 }, (_, n) => put(n, 500))
    await expect(driver.batch(long)).rejects.toThrow(StorageQuotaError)
    expect((await driver.list({})).records).toEqual([])
  })

  test('that fill it do not stop what changes the root, such as a revocation', async () => {
    const server = await start({ bytesPerAccount: kilobytes(16) })
    const driver = await userOf(server, account)
    await fill(driver, (n) => journal(`${n}`))
    const address = at('root', { kind: 'root' })
    await driver.batch([
      { type: 'put', address, value: { root: '0x' } },
      { type: 'put', address: journal('0'), value: `${kilobyte} and an entry` },
    ])
    // Up to a limit as well.
    await expect(driver.put(address, kilobyte.repeat(4))).rejects.toThrow(StorageQuotaError)
  })

  test('are not exceeded by several writers together, on several machines', async () => {
    const limits = { bytesPerAccount: kilobytes(16), bytesPerSigner: kilobytes(16) }
    const [one, two] = [await start(limits), await start(limits)]
    const token = await one.signIn([account])
    const drivers = [driverOf(one, token), driverOf(two, token)]
    // Their storage is one, and slow enough for all to be under way together.
    const written = await Promise.allSettled(
      drivers.flatMap((driver, machine) =>
        Array.from({ length: 20 }, (_, n) => driver.put(journal(`${machine} ${n}`), kilobyte)),
      ),
    )
    const kept = (await memory({ store }).list({ chainId: 137 })).records
    expect(kept).toHaveLength(written.filter(({ status }) => status === 'fulfilled').length)
    expect(kept.length).toBeGreaterThan(8)
    expect(kept.length).toBeLessThanOrEqual(14)
  })

  test('that were written before they were counted are counted', async () => {
    for (let n = 0; n < 300; n++) await memory({ store }).put(journal(`${n}`), 'old')
    const server = await start({ bytesPerAccount: kilobytes(16) })
    const driver = await userOf(server, account)
    await expect(driver.put(journal('new'), 1)).rejects.toThrow(StorageQuotaError)
    await driver.delete(journal('0'))
    await driver.put(at('root', { kind: 'root' }), { root: '0x' }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(StorageQuotaError)
    })
  })

  test('a repetition of a write that came in is answered also when there is no more room', async () => {
    const server = await start({ bytesPerAccount: kilobytes(2) })
    const token = await server.signIn([account])
    const send = () =>
      fetch(`${server.url}/records/137/${account}/state/r-a`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'b'.repeat(32) },
        body: JSON.stringify({ value: kilobyte }),
      })
    expect((await send()).status).toBe(200)
    const driver = driverOf(server, token)
    await driver.delete(journal('a'))
    await driver.put(journal('b'), kilobyte)
    expect((await send()).status).toBe(200)
    expect(await driver.get(journal('a'))).toBeUndefined()
  })
})

describe('bytes of a signer', () => {
  test('are limited over all accounts and chains', async () => {
    const server = await start({ bytesPerAccount: kilobytes(16), bytesPerSigner: kilobytes(24) })
    const driver = await userOf(server, account, lowerCase)
    const places = [
      { account },
      { account: lowerCase },
      { account, chainId: 1 },
      { account, chainId: 2 },
    ]
    const { error, count } = await fill(driver, (n) => journal(`${n}`, places[n % 4]))
    expect(error).toMatchObject({ quota: { of: 'signer', bytes: kilobytes(24) } })
    expect(count).toBeGreaterThan(14)
    expect(count).toBeLessThanOrEqual(21)
    // Somebody else has their own.
    await (await userOf(server, `0x${'9'.repeat(40)}`)).put(
      journal('a', { account: `0x${'9'.repeat(40)}` }),
      kilobyte,
    )
  })

  test('are not exceeded by writers in several places together', async () => {
    const server = await start({ bytesPerSigner: kilobytes(16) })
    const driver = await userOf(server, account)
    const written = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) =>
        driver.put(journal(`${n}`, { chainId: n % 2 ? 1 : 2 }), kilobyte),
      ),
    )
    const kept = written.filter(({ status }) => status === 'fulfilled')
    expect(kept.length).toBeGreaterThan(8)
    expect(kept.length).toBeLessThanOrEqual(14)
  })
})

describe('a list', () => {
  /** A storage that tells how much is asked of it at a time, and whether others get a turn between. */
  function observed() {
    const storage = memory({ store })
    const asked: number[] = []
    const turns: boolean[] = []
    let hadTurn = true
    const list: SessionStorageDriver['list'] = async (prefix, options) => {
      if (prefix.chainId === 137) {
        asked.push(options?.limit ?? 1_000)
        turns.push(hadTurn)
        hadTurn = false
        setTimeout(() => {
          hadTurn = true
        }, 0)
      }
      return await storage.list(prefix, options)
    }
    return { storage: { ...storage, list }, asked, turns }
  }

  test('has pages by bytes as well, and its cursor goes on', async () => {
    const server = await start({ bytesPerPage: kilobytes(10) })
    const driver = await userOf(server, account, lowerCase)
    const ids: string[] = []
    for (let n = 0; n < 60; n++) {
      const id = String(n).padStart(3, '0')
      ids.push(id)
      await memory({ store }).put(at(id), 'x'.repeat(n % 7 === 0 ? 4_000 : 100))
    }
    await memory({ store }).put(at('last', { account: lowerCase }), 'x'.repeat(30_000))
    const token = await server.signIn([account, lowerCase])
    const found: string[] = []
    let query = ''
    for (let pages = 0; ; pages++) {
      const response = await fetch(`${server.url}/records?limit=1000${query}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const text = await response.text()
      const { records, cursor } = JSON.parse(text) as {
        records: { address: RecordAddress }[]
        cursor?: string
      }
      // One record that is larger comes alone.
      if (records.length > 1) expect(text.length).toBeLessThan(kilobytes(11))
      found.push(...records.map(({ address }) => address.id))
      if (cursor === undefined) break
      query = `&cursor=${encodeURIComponent(cursor)}`
      expect(pages).toBeLessThan(60)
    }
    expect(found).toEqual([...ids, 'last'])
    // The driver hands the cursor on.
    const page = await driver.list({})
    expect(page.records.length).toBeLessThan(60)
    expect(page.cursor).toBeDefined()
  })

  test('is made in slices, between which others get their turn', async () => {
    const operations = Array.from({ length: 1_000 }, (_, n) => ({
      type: 'put' as const,
      address: at(`${n}`),
      value: n,
    }))
    await memory({ store }).batch(operations)
    const { storage, asked, turns } = observed()
    const server = await start({}, { storage })
    const driver = await userOf(server, account)
    const { records, cursor } = await driver.list({ chainId: 137, account }, { limit: 900 })
    expect(records).toHaveLength(900)
    expect(cursor).toBeDefined()
    expect(Math.max(...asked)).toBeLessThanOrEqual(128)
    expect(turns).not.toContain(false)
  })

  test('asks the storage for no more large records than fit', async () => {
    for (let n = 0; n < 100; n++) await memory({ store }).put(at(`${n}`), 'x'.repeat(50_000))
    const { storage, asked } = observed()
    const server = await start({}, { storage })
    const { records } = await (await userOf(server, account)).list({})
    expect(records.length).toBeGreaterThan(15)
    expect(records.length).toBeLessThan(22)
    expect(asked.reduce((sum, it) => sum + it)).toBeLessThan(30)
  })
})

describe('streams of changes', () => {
  const path = `/watch?chainId=137&account=${account}`
  const open = ({ url }: TestServer, token: string) =>
    fetch(url + path, { headers: { authorization: `Bearer ${token}` } })

  test('are limited for each signer, and free again when they end', async () => {
    const server = await start({ streamsPerSigner: 3 })
    const token = await server.signIn([account])
    const streams = [
      await open(server, token),
      await open(server, token),
      await open(server, token),
    ]
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200])
    const refused = await open(server, token)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(await refused.json()).toMatchObject({ message: /3 streams/ })
    // Another signer's, also of the same account, are their own.
    const other = await open(server, await server.signIn([account]))
    expect(other.status).toBe(200)
    await other.body?.cancel()
    await streams[0]?.body?.cancel()
    await vi.waitFor(async () => {
      const again = await open(server, token)
      expect(again.status).toBe(200)
      await again.body?.cancel()
    })
    for (const { body } of streams) await body?.cancel().catch(() => {})
  })

  test('that have no room are made up for by asking again, until they have', async () => {
    const server = await start({ streamsPerSigner: 1 })
    const token = await server.signIn([account])
    const first = await open(server, token)
    let refusals = 0
    const impatient: typeof fetch = async (...request) => {
      const response = await fetch(...request)
      if (response.status !== 429) return response
      refusals++
      // Sooner than in the half minute that the server asks for.
      const headers = new Headers(response.headers)
      headers.set('retry-after', '0.01')
      return new Response(response.body, { status: 429, headers })
    }
    const driver = remote({ url: server.url, token, fetch: impatient })
    const heard = vi.fn()
    driver.watch({ chainId: 137, account }, heard)
    await vi.waitFor(() => expect(heard.mock.calls.length).toBeGreaterThan(2))
    expect(refusals).toBeGreaterThan(2)
    await first.body?.cancel()
    await remoteWatchesConnected(driver)
    await driver.close()
  })

  test('of a client that does not read pile nothing up', async () => {
    const stop = new AbortController()
    const server = await start({}, { signal: stop.signal })
    const token = await server.signIn([account])
    const stream = await server.handler(
      new Request(`http://x/sessions${path}`, { headers: { authorization: `Bearer ${token}` } }),
    )
    for (let n = 0; n < 500; n++) await memory({ store }).put(at('a'), n)
    stop.abort()
    expect((await stream.text()).match(/data:/g)?.length).toBeLessThanOrEqual(3)
  })

  test('of a client that reads late tell it of the change that came meanwhile', async () => {
    const server = await start()
    const token = await server.signIn([account])
    const stream = await server.handler(
      new Request(`http://x/sessions${path}`, { headers: { authorization: `Bearer ${token}` } }),
    )
    await memory({ store }).put(at('a'), 1)
    const reader = stream.body?.getReader()
    let text = ''
    while (!text.includes('data: changed'))
      text += new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
  })
})

describe('a wrapped key', () => {
  const privateKey = generatePrivateKey()
  const keyAddress = privateKeyToAddress(privateKey)
  const address = at(keyAddress.toLowerCase(), { kind: 'key' })
  const wrapPlainly = () =>
    dangerouslyPlaintextVault().wrap(privateKey, { chainId: 137, account, keyAddress })

  test.each<[string, () => unknown]>([
    ['by the vault that does not wrap', wrapPlainly],
    [
      'under the name of another vault, in another field',
      async () => ({ version: 1, vault: 'device', key: privateKey }),
    ],
    ['as text', () => privateKey],
    ['as bytes', () => [...Buffer.from(privateKey)]],
    ['of a form that no vault here makes', () => ({ kms: 'abc' })],
  ])('that is none is refused with words: %s', async (_, make) => {
    const driver = await userOf(await start(), account)
    const error = await driver.put(address, (await make()) as Json).catch((it: unknown) => it)
    expect(error).toBeInstanceOf(StorageInputError)
    expect(String(error)).toMatch(/a key must arrive wrapped/)
    expect(String(error)).not.toContain(privateKey.slice(2))
    expect(await driver.get(address)).toBeUndefined()
  })

  test('by a vault of the server’s choice is taken, and nothing else is', async () => {
    const acceptsKey = (value: Json) => (value as { kms?: string } | null)?.kms !== undefined
    const own = await userOf(await start({}, { acceptsKey }), account)
    await own.put(address, { kms: 'abc' })
    await expect(own.put(address, (await wrapPlainly()) as Json)).rejects.toThrow(StorageInputError)
  })
})

describe('a user who takes all there is to take', () => {
  test('does not keep another one’s requests from being answered', async () => {
    const server = await start({
      bytesPerAccount: kilobytes(512),
      streamsPerSigner: 20,
      requestsPerMinute: 200,
    })
    const greedy = await server.signIn([account])
    const headers = { authorization: `Bearer ${greedy}` }
    let isOver = false
    const statuses = new Map<number, number>()
    const cut = new AbortController()
    /** One request after another, each in several places at once. */
    const flood = async (send: (n: number) => Promise<Response>) => {
      for (let n = 0; !isOver; n++) {
        const response = await send(n).catch(() => undefined)
        if (!response) continue
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
        if (response.headers.get('content-type') !== 'text/event-stream') await response.text()
      }
    }
    const { signal } = cut
    const attacks: ((n: number) => Promise<Response>)[] = [
      (n) =>
        fetch(`${server.url}/records/137/${account}/state/r-${n}`, {
          method: 'PUT',
          headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify({ value: 'x'.repeat(100_000) }),
          signal,
        }),
      () => fetch(`${server.url}/records`, { headers, signal }),
      () => fetch(`${server.url}/watch?chainId=137`, { headers, signal }),
      () => fetch(`${server.url}/nonce`, { method: 'POST', body: '{}', signal }),
      () =>
        fetch(`${server.url}/sign-in`, {
          method: 'POST',
          body: JSON.stringify({ message: 'x'.repeat(10_000), signature: '0x' }),
          signal,
        }),
      () => fetch(`${server.url}/records`, { headers: { authorization: 'Bearer x.y' }, signal }),
    ]
    const victim = await userOf(server, lowerCase)
    const floods = attacks.flatMap((send) => [flood(send), flood(send)])
    try {
      // The attack is under way, and has met its limits.
      await vi.waitFor(() => expect(statuses.get(429) ?? 0).toBeGreaterThan(20), 30_000)
      const own = at('mine', { account: lowerCase })
      let answered = 0
      for (let n = 0; n < 25; n++) {
        await victim.put(own, n)
        if ((await victim.get(own))?.value === n) answered++
      }
      expect(answered).toBe(25)
    } finally {
      isOver = true
      cut.abort()
      await Promise.all(floods)
    }
    expect(statuses.get(500)).toBeUndefined()
    expect(statuses.get(503)).toBeUndefined()
    expect(statuses.get(507) ?? 0).toBeGreaterThan(0)
  })
})

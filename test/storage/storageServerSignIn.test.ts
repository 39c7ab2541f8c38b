import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { signInToRemote, signOutOfRemote } from '../../src/storage/remote/signInToRemote.ts'
import { createStorageServer, type TestServer } from '../conformance/createStorageServer.ts'
import { at } from '../conformance/driver/places.ts'

let server: TestServer
/** Another process over the same storage. */
let twin: TestServer
const wallet = privateKeyToAccount(generatePrivateKey())
const own = at('a', { account: wallet.address })

beforeEach(async () => {
  const store = new MemoryStore()
  const parameters = {
    storage: memory({ store }),
    domains: ['app.example.com', 'localhost:5173'],
    origins: ['http://intern.example.com'],
  }
  server = await createStorageServer(parameters)
  twin = await createStorageServer({ ...parameters, storage: memory({ store }) })
})

afterEach(async () => {
  vi.useRealTimers()
  await server.stop()
  await twin.stop()
})

interface Answer {
  message?: string
  token: string
  expiresAt: number
}

async function post(path: string, body: object): Promise<{ status: number; body: Answer }> {
  const response = await fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Answer }
}

type Fields = Parameters<typeof createSiweMessage>[0]

async function signIn(overrides: Partial<Fields> = {}, change = (text: string) => text) {
  const { nonce } = (await post('/nonce', {})).body as unknown as { nonce: string }
  const message = change(
    createSiweMessage({
      address: wallet.address,
      chainId: 1,
      domain: 'app.example.com',
      nonce,
      uri: 'https://app.example.com',
      version: '1',
      expirationTime: new Date(Date.now() + 60_000),
      ...overrides,
    }),
  )
  return await post('/sign-in', { message, signature: await wallet.signMessage({ message }) })
}

function tokenOf(on = server) {
  return signInToRemote({
    url: on.url,
    address: wallet.address,
    chainId: 1,
    domain: 'app.example.com',
    signMessage: (message) => wallet.signMessage({ message }),
  })
}

const driverOf = (token: string, on = server) => remote({ url: on.url, token, retries: 0 })

describe('the message', () => {
  test.each<[string, Partial<Fields>]>([
    ['the page', {}],
    ['a path of it', { uri: 'https://app.example.com/sessions?x=1' }],
    ['localhost by http', { domain: 'localhost:5173', uri: 'http://localhost:5173' }],
    ['a configured origin', { uri: 'http://intern.example.com/page' }],
    ['its scheme', { scheme: 'https' }],
  ])('may be for %s', async (_, fields) => {
    expect((await signIn(fields)).status).toBe(200)
  })

  test.each<[string, Partial<Fields>]>([
    ['another host', { uri: 'https://evil.example.com' }],
    ['http', { uri: 'http://app.example.com' }],
    ['another port', { uri: 'https://app.example.com:8443' }],
    ['a host behind a user’s name', { uri: 'https://app.example.com@evil.example.com' }],
    ['a longer host', { uri: 'https://app.example.com.evil.example.com' }],
    ['no site', { uri: 'urn:app.example.com' }],
    ['another scheme than it says', { scheme: 'http' }],
    ['another of the domains', { domain: 'localhost:5173' }],
  ])('is refused with a URI of %s', async (_, fields) => {
    expect(await signIn(fields)).toMatchObject({ status: 401, body: { message: /URI|site/ } })
  })

  test.each([
    ['expiration', /Expiration Time: .*/, 'Expiration Time: never'],
    ['beginning', /$/, '\nNot Before: always'],
  ])('is refused with a time of its %s that is none', async (_, from, to) => {
    expect((await signIn({}, (text) => text.replace(from, to))).status).toBe(401)
  })
})

describe('a token', () => {
  test('lives no longer than the message that was signed for it', async () => {
    const expirationTime = new Date(Date.now() + 120_000)
    const { token, expiresAt } = (await signIn({ expirationTime })).body
    expect(expiresAt).toBe(expirationTime.getTime())
    await driverOf(token).put(own, 1)
    vi.useFakeTimers({ now: expirationTime, toFake: ['Date'] })
    await expect(driverOf(token).get(own)).rejects.toThrow(/Sign in again/)
  })

  test('nor longer than the server allows, and by itself as long as that', async () => {
    const before = Date.now()
    const far = new Date(before + 30 * 86_400_000)
    const most = 12 * 3_600_000
    expect((await signIn({ expirationTime: far })).body.expiresAt).toBeLessThanOrEqual(
      Date.now() + most,
    )
    expect((await tokenOf()).expiresAt).toBeGreaterThanOrEqual(before + most)
  })

  test('can be ended alone: on every machine, and after a restart', async () => {
    const [first, second] = [await tokenOf(), await tokenOf(twin)]
    await driverOf(first.token).put(own, 1)
    await signOutOfRemote({ url: server.url, token: first.token })
    for (const on of [server, twin]) {
      await expect(driverOf(first.token, on).get(own)).rejects.toThrow(/Sign in again/)
      expect((await driverOf(second.token, on).get(own))?.value).toBe(1)
    }
    // Once more is no error; and what is no token is none either.
    await signOutOfRemote({ url: twin.url, token: first.token })
    expect((await driverOf((await tokenOf()).token).get(own))?.value).toBe(1)
  })

  test('can be ended with all others of its signer', async () => {
    const tokens = [await tokenOf(), await tokenOf(twin)]
    const stranger = await server.signIn([wallet.address])
    vi.useFakeTimers({ now: Date.now() + 1_000, toFake: ['Date'] })
    await signOutOfRemote({ url: server.url, token: tokens[0]?.token ?? '', everywhere: true })
    for (const { token } of tokens)
      await expect(driverOf(token, twin).get(own)).rejects.toThrow(/Sign in again/)
    await driverOf(stranger).get(own)
    vi.setSystemTime(Date.now() + 1_000)
    await driverOf((await tokenOf()).token).get(own)
  })

  test('those that many tokens were ended of do not fill the storage', async () => {
    const store = new MemoryStore()
    const on = await createStorageServer({ storage: memory({ store }) })
    for (let n = 0; n < 120; n++)
      await signOutOfRemote({ url: on.url, token: (await tokenOf(on)).token })
    const { records } = await memory({ store }).list({
      chainId: 0,
      account: wallet.address,
      kind: 'session',
    })
    expect(records).toHaveLength(1)
    expect(JSON.stringify(records).length).toBeLessThan(10_000)
    await on.stop()
  })

  test('that could not be ended is said to be so', async () => {
    const { token } = await tokenOf()
    const offline: typeof fetch = async () => {
      throw new TypeError('offline')
    }
    await expect(signOutOfRemote({ url: server.url, token, fetch: offline })).rejects.toThrow(
      StorageUnavailableError,
    )
    await expect(
      signOutOfRemote({
        url: server.url,
        token,
        fetch: async () => new Response('<html>', { status: 401 }),
      }),
    ).rejects.toThrow(StorageUnavailableError)
  })

  test('is ended also while its rate is used up', async () => {
    const slow = await createStorageServer({ storage: memory(), limits: { requestsPerMinute: 3 } })
    const { token } = await tokenOf(slow)
    for (let n = 0; n < 3; n++) await driverOf(token, slow).get(own)
    await expect(driverOf(token, slow).get(own)).rejects.toThrow(/HTTP 429/)
    await signOutOfRemote({ url: slow.url, token })
    await expect(driverOf(token, slow).get(own)).rejects.toThrow(/HTTP 401/)
    await slow.stop()
  })

  test('takes its streams with it, also those on another machine', async () => {
    const { token } = await tokenOf()
    const streams = await Promise.all(
      [server, twin].map(({ url }) =>
        fetch(`${url}/watch?chainId=137&account=${wallet.address}`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      ),
    )
    await signOutOfRemote({ url: server.url, token })
    for (const stream of streams) expect(await stream.text()).toContain('data: watching')
  })
})

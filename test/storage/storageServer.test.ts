import { type ChildProcess, spawn } from 'node:child_process'
import { inspect } from 'node:util'
import { type Address, createClient, custom, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { StorageConflictError } from '../../src/errors/StorageConflictError.ts'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { localStorage } from '../../src/storage/drivers/localStorage.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { signInToRemote } from '../../src/storage/remote/signInToRemote.ts'
import { createStorageHandler } from '../../src/storage/server/createStorageHandler.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { Json } from '../../src/types/Json.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'
import {
  createStorageServer,
  serverSecret,
  type TestServer,
} from '../conformance/createStorageServer.ts'
import { account, at, mixedCase } from '../conformance/driver/places.ts'
import { FakeWebStorage } from '../conformance/FakeWebStorage.ts'
import { bundleScript } from '../conformance/process/bundleScript.ts'
import { startDriverProcess } from '../conformance/process/startDriverProcess.ts'
import { startRedis } from '../harness/startRedis.ts'

let server: TestServer
let store: MemoryStore

beforeEach(async () => {
  store = new MemoryStore()
  server = await createStorageServer({ storage: memory({ store }) })
})

afterEach(async () => {
  vi.useRealTimers()
  await server.stop()
})

/** A fetch whose nth call goes wrong, as told. */
function faultyFetch(fault: (n: number, send: () => Promise<Response>) => Promise<Response>) {
  let n = 0
  const calls: Request[] = []
  const faulty: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    calls.push(request.clone())
    return fault(++n, () => fetch(request))
  }
  return { fetch: faulty, calls }
}

async function driverWith(fetch: typeof globalThis.fetch, retries?: number) {
  const token = await server.signIn([account])
  return remote({ url: server.url, token, fetch, retries, timeout: 500 })
}

describe('remote, when the network fails', () => {
  test.each(['put', 'delete', 'batch'] as const)(
    'a %s whose answer was lost is repeated and applied once',
    async (kind) => {
      const { revision } = await memory({ store }).put(at('a'), 0)
      const batches = vi.fn()
      memory({ store }).watch({}, batches)
      const { fetch, calls } = faultyFetch(async (n, send) => {
        const response = await send()
        if (n === 1) throw new TypeError('connection reset')
        return response
      })
      const driver = await driverWith(fetch)
      const condition = { ifRevision: revision }
      if (kind === 'put') {
        const written = await driver.put(at('a'), 1, condition)
        expect(await driver.get(at('a'))).toEqual(written)
        // The revision that came with the repetition is good for the next write.
        await driver.put(at('a'), 2, { ifRevision: written.revision })
      } else if (kind === 'delete') {
        await driver.delete(at('a'), condition)
        expect(await driver.get(at('a'))).toBeUndefined()
      } else {
        await driver.batch([
          { type: 'put', address: at('a'), value: 1, ...condition },
          { type: 'put', address: at('b'), value: 1, ifRevision: null },
        ])
        expect((await driver.get(at('b')))?.value).toBe(1)
      }
      const keys = calls.slice(0, 2).map((call) => call.headers.get('idempotency-key'))
      expect(keys[0]).toBe(keys[1])
    },
  )

  test('offline, or without an answer in time, nothing is a success', async () => {
    const offline = faultyFetch(async () => {
      throw new TypeError('offline')
    })
    const silent = faultyFetch(
      (_, send) => new Promise((resolve) => setTimeout(() => resolve(send()), 5_000)),
    )
    for (const { fetch, calls } of [offline, silent]) {
      const waiting: typeof globalThis.fetch = (input, init) =>
        Promise.race([
          fetch(input, init),
          new Promise<never>((_, reject) =>
            init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
          ),
        ])
      const driver = await driverWith(waiting, 1)
      await expect(driver.put(at('a'), 1)).rejects.toThrow(StorageUnavailableError)
      await expect(driver.get(at('a'))).rejects.toThrow(StorageUnavailableError)
      await expect(driver.list({})).rejects.toThrow(StorageUnavailableError)
      expect(calls).toHaveLength(6)
    }
  })

  test('an answer that breaks off, or is not the server’s, is no answer', async () => {
    const answers: (() => Response)[] = [
      () => new Response('<html>Please sign in to the Wi-Fi</html>', { status: 200 }),
      () => new Response('not found', { status: 404 }),
      () => new Response('{"records":[', { headers: { 'grantkit-storage': '1' } }),
      () => new Response('', { status: 502 }),
    ]
    for (const answer of answers) {
      const driver = await driverWith(async () => answer(), 0)
      await expect(driver.get(at('a'))).rejects.toThrow(StorageUnavailableError)
      await expect(driver.put(at('a'), 1)).rejects.toThrow(StorageUnavailableError)
    }
  })

  test('429 and 503 are waited out, as long as the server says', async () => {
    const { fetch, calls } = faultyFetch(async (n, send) =>
      n <= 2
        ? new Response('{}', {
            status: n === 1 ? 429 : 503,
            headers: { 'grantkit-storage': '1', 'retry-after': '0.05' },
          })
        : await send(),
    )
    const driver = await driverWith(fetch)
    await driver.put(at('a'), 1)
    expect(calls).toHaveLength(3)
  })

  test('401 asks for a new token once; 412 is a conflict; 409 says what it is', async () => {
    const good = await server.signIn([account])
    const token = vi.fn(async (isRefused: boolean) => (isRefused ? good : 'stale'))
    const driver = remote({ url: server.url, token })
    const { revision } = await driver.put(at('a'), 1)
    expect(token.mock.calls).toEqual([[false], [true]])
    const error = await driver.put(at('a'), 2, { ifRevision: 'old' }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageConflictError)
    expect(error).toMatchObject({ address: at('a'), expected: 'old', actual: revision })
    const never = remote({ url: server.url, token: 'never' })
    await expect(never.get(at('a'))).rejects.toThrow(/Sign in again/)

    const send = (value: Json) =>
      fetch(`${server.url}/records/137/${account}/session/r-b`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${good}`, 'idempotency-key': 'a'.repeat(32) },
        body: JSON.stringify({ value }),
      })
    expect((await send(1)).status).toBe(200)
    expect((await send(1)).status).toBe(200)
    expect((await send(2)).status).toBe(409)
    expect((await memory({ store }).get(at('b')))?.value).toBe(1)
  })

  test('neither token nor value is in an error', async () => {
    const { fetch } = faultyFetch(async () => {
      throw new TypeError('offline')
    })
    const driver = remote({ url: server.url, token: 'do-not-show', fetch, retries: 0 })
    const error = await driver.put(at('a'), 'secret value').catch((e: unknown) => e)
    expect(inspect(error, { depth: null })).not.toMatch(/do-not-show|secret value/)
  })
})

describe('the server', () => {
  const wallet = privateKeyToAccount(generatePrivateKey())

  async function post(path: string, body: object, on = server) {
    const response = await fetch(`${on.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }

  async function message(overrides: Partial<Parameters<typeof createSiweMessage>[0]> = {}) {
    const { nonce = '' } = (await post('/nonce', {})).body
    return createSiweMessage({
      address: wallet.address,
      chainId: 1,
      domain: 'app.example.com',
      nonce,
      uri: 'https://app.example.com',
      version: '1',
      expirationTime: new Date(Date.now() + 60_000),
      ...overrides,
    })
  }

  async function signIn(text: string, on = server) {
    return await post(
      '/sign-in',
      { message: text, signature: await wallet.signMessage({ message: text }) },
      on,
    )
  }

  test('signs in once per nonce', async () => {
    const text = await message()
    const first = await signIn(text)
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ accounts: [wallet.address.toLowerCase()] })
    expect(await signIn(text)).toMatchObject({
      status: 401,
      body: { message: 'The nonce was used.' },
    })
  })

  test.each<[string, () => Promise<string>]>([
    ['another domain', () => message({ domain: 'evil.example.com' })],
    ['an expired message', () => message({ expirationTime: new Date(Date.now() - 1) })],
    ['a message of the future', () => message({ notBefore: new Date(Date.now() + 60_000) })],
    ['a nonce of its own', () => message({ nonce: 'abcdefgh12345678' })],
    ['a chain that is not served', () => message({ chainId: 5 })],
    ['somebody else’s account', () => message({ address: mixedCase })],
    ['no expiration', async () => (await message()).replace(/\nExpiration Time: .*/, '')],
  ])('refuses %s', async (_, make) => {
    expect((await signIn(await make())).status).toBe(401)
  })

  test('refuses a nonce that is out of date, and a token too', async () => {
    const text = await message({ expirationTime: new Date(Date.now() + 86_400_000) })
    const token = await server.signIn([account])
    vi.useFakeTimers({ now: Date.now() + 11 * 60_000, toFake: ['Date'] })
    expect((await signIn(text)).status).toBe(401)
    vi.setSystemTime(Date.now() + 13 * 3_600_000)
    await expect(remote({ url: server.url, token }).get(at('a'))).rejects.toThrow(/Sign in again/)
  })

  test('refuses a token that was changed, or that another secret made', async () => {
    const token = await server.signIn([account])
    const [text = '', seal = ''] = token.split('.')
    const forged = btoa(atob(text).replace(account, mixedCase.toLowerCase()))
    const other = createStorageHandler({
      storage: memory(),
      secret: '77'.repeat(32),
      domains: [],
      chainIds: [137],
    })
    const request = (authorization: string) =>
      new Request(`http://x/sessions/records/137/${account}/session/r-a`, {
        headers: { authorization },
      })
    expect((await server.handler(request(`Bearer ${forged}.${seal}`))).status).toBe(401)
    expect((await server.handler(request(`Bearer ${text}.${'0'.repeat(64)}`))).status).toBe(401)
    expect((await server.handler(request('Basic x'))).status).toBe(401)
    const elsewhere = new Request(`http://x/records/137/${account}/session/r-a`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect((await other(elsewhere)).status).toBe(401)
  })

  test('asks the chain about the signature of a contract account (ERC-1271)', async () => {
    let answer: Hex = `0x${'0'.repeat(63)}1`
    const asked = vi.fn(async ({ method }: { method: string }) =>
      method === 'eth_call' ? answer : '0x1',
    )
    const client = createClient({ transport: custom({ request: asked }, { retryCount: 0 }) })
    const withChain = await createStorageServer({ storage: memory(), clients: { 1: client } })
    const contract: Address = '0x2222222222222222222222222222222222222222'
    const attempt = (url: string) =>
      signInToRemote({
        url,
        address: contract,
        chainId: 1,
        domain: 'app.example.com',
        signMessage: (text) => wallet.signMessage({ message: text }),
      })
    expect((await attempt(withChain.url)).accounts).toEqual([contract])
    expect(asked.mock.calls.some(([{ method }]) => method === 'eth_call')).toBe(true)
    answer = `0x${'0'.repeat(64)}`
    await expect(attempt(withChain.url)).rejects.toThrow(/not of this account/)
    // Without a client for its chain nothing can be said for it.
    await expect(attempt(server.url)).rejects.toThrow(/not of this account/)
    await withChain.stop()
  })

  test('an account reaches its own records, on served chains, and no others', async () => {
    const token = await server.signIn([account])
    const driver = remote({ url: server.url, token, retries: 0 })
    await memory({ store }).put(at('theirs', { account: mixedCase }), 1)
    await memory({ store }).put(at('unserved', { chainId: 5 }), 1)
    for (const address of [
      at('theirs', { account: mixedCase }),
      at('unserved', { chainId: 5 }),
      at('nonce', { chainId: 0, kind: 'state' }),
    ] satisfies RecordAddress[]) {
      await expect(driver.get(address)).rejects.toThrow(/another account/)
      await expect(driver.put(address, 2)).rejects.toThrow(/another account/)
      await expect(driver.delete(address)).rejects.toThrow(/another account/)
      await expect(
        driver.batch([
          { type: 'put', address: at('mine'), value: 1 },
          { type: 'check', address, ifRevision: null },
        ]),
      ).rejects.toThrow(/another account/)
      await expect(
        driver.list({ chainId: address.chainId, account: address.account }),
      ).rejects.toThrow(/another account/)
    }
    expect(await driver.list({})).toEqual({ records: [] })
    const stream = await fetch(`${server.url}/watch?chainId=137&account=${mixedCase}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(stream.status).toBe(403)
  })

  test('limits bodies, batches, ids and rates, and takes no plain key', async () => {
    const token = await server.signIn([account])
    const driver = remote({ url: server.url, token, retries: 0 })
    await expect(driver.put(at('a'), 'x'.repeat(300_000))).rejects.toThrow(/HTTP 413/)
    await expect(driver.put(at('x'.repeat(600)), 1)).rejects.toThrow(/HTTP 413/)
    const many = Array.from({ length: 501 }, (_, n) => ({
      type: 'put' as const,
      address: at(`${n}`),
      value: 1,
    }))
    await expect(driver.batch(many)).rejects.toThrow(/HTTP 413/)
    const key = at('k', { kind: 'key' })
    const plain = { vault: 'plaintext', version: 1, privateKey: generatePrivateKey() }
    await expect(driver.put(key, plain)).rejects.toThrow(/must arrive wrapped/)
    const privateKey = generatePrivateKey()
    const { address: keyAddress } = privateKeyToAccount(privateKey)
    const wrapped = await secretVault({ secret: '01'.repeat(32) }).wrap(privateKey, {
      chainId: 137,
      account,
      keyAddress,
    })
    await driver.put(key, wrapped as Json)

    const slow = await createStorageServer({ storage: memory(), limits: { requestsPerMinute: 3 } })
    const statuses: number[] = []
    for (let n = 0; n < 5; n++) statuses.push((await post('/nonce', {}, slow)).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    await slow.stop()
  })

  test('malformed requests are refused without a crash', async () => {
    const token = await server.signIn([account])
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'b'.repeat(32) }
    const base = `http://x/sessions`
    const requests: [number, Request][] = [
      [404, new Request('http://x/elsewhere')],
      [404, new Request(`${base}/nothing`, { headers })],
      [404, new Request(`${base}/records/137/${account}/session/r-%ff`, { headers })],
      [404, new Request(`${base}/records/x/${account}/session/r-a`, { headers })],
      [400, new Request(`${base}/records/137/0x12/session/r-a`, { headers })],
      [400, new Request(`${base}/records/137/${account}/toString/r-a`, { headers })],
      [400, new Request(`${base}/records?chainId=x`, { headers })],
      [400, new Request(`${base}/records?limit=x`, { headers })],
      [400, new Request(`${base}/batch`, { method: 'POST', headers, body: '{' })],
      [
        400,
        new Request(`${base}/batch`, { method: 'POST', headers, body: '{"operations":[null]}' }),
      ],
      [
        400,
        new Request(`${base}/sign-in`, {
          method: 'POST',
          body: '{"message":"x","signature":"0x"}',
        }),
      ],
      [405, new Request(`${base}/nonce`)],
      [
        405,
        new Request(`${base}/records/137/${account}/session/r-a`, { method: 'PATCH', headers }),
      ],
    ]
    for (const [status, request] of requests) {
      const response = await server.handler(request)
      expect(response.status, request.url).toBe(status)
      expect(response.headers.get('grantkit-storage')).toBe('1')
    }
  })

  test('a storage that fails is reported to the operator and not shown to the client', async () => {
    const onError = vi.fn()
    const failing = {
      ...memory(),
      get: () => Promise.reject(new Error('password=hunter2')),
    }
    const broken = await createStorageServer({ storage: failing, onError })
    const token = await broken.signIn([account])
    const error = await remote({ url: broken.url, token, retries: 0 })
      .get(at('a'))
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(inspect(error, { depth: null })).not.toContain('hunter2')
    expect(onError).toHaveBeenCalledTimes(1)
    await broken.stop()
  })

  test('needs a secret, and a storage that loses no update', () => {
    const parameters = { storage: memory(), domains: [], chainIds: [1], secret: serverSecret }
    for (const secret of ['', 'short', 'zz'.repeat(32), new Uint8Array(31)])
      expect(() => createStorageHandler({ ...parameters, secret })).toThrow(InvalidParameterError)
    const storage = localStorage({ storage: new FakeWebStorage() })
    expect(() => createStorageHandler({ ...parameters, storage })).toThrow(InvalidParameterError)
  })

  test('pages of other origins may call when they are named, and only then', async () => {
    const open = await createStorageServer({
      storage: memory(),
      origins: ['https://app.example.com'],
    })
    const preflight = (origin: string) =>
      open.handler(
        new Request('http://x/sessions/batch', { method: 'OPTIONS', headers: { origin } }),
      )
    const allowed = await preflight('https://app.example.com')
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(allowed.headers.get('access-control-allow-headers')).toContain('idempotency-key')
    const denied = await preflight('https://evil.example.com')
    expect(denied.headers.get('access-control-allow-origin')).toBeNull()
    await open.stop()
  })
})

describe('two server processes over one Redis', () => {
  test('clients on both lose no update', async () => {
    const redisServer = await startRedis()
    const script = await bundleScript('./serverProcess.ts')
    const parameters = { redisUrl: redisServer.url, prefix: 'servers', secret: serverSecret }
    const children: ChildProcess[] = []
    const urls = await Promise.all(
      [0, 1].map(async () => {
        const child = spawn(process.execPath, [script, JSON.stringify(parameters)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        children.push(child)
        const line = await new Promise((resolve) => child.stdout.once('data', resolve))
        return `http://127.0.0.1:${(JSON.parse(String(line)) as { port: number }).port}`
      }),
    )
    try {
      const wallet = privateKeyToAccount(generatePrivateKey())
      const { token } = await signInToRemote({
        url: urls[0] ?? '',
        address: wallet.address,
        chainId: 137,
        domain: 'app.example.com',
        signMessage: (text) => wallet.signMessage({ message: text }),
      })
      const address = at('count', { account: wallet.address })
      const listener = vi.fn()
      const here = remote({ url: urls[0] ?? '', token })
      here.watch({ chainId: 137, account: wallet.address }, listener)
      // The token of one server opens the other, and both see one storage.
      const clients = await Promise.all(
        [...urls, ...urls].map((url) =>
          startDriverProcess(
            { type: 'remote', url, token },
            { type: 'increment', address, times: 25 },
          ),
        ),
      )
      for (const one of clients) expect(await one.ended).toBe(0)
      expect((await here.get(address))?.value).toBe(100)
      expect(listener).toHaveBeenCalled()
      await here.close()
    } finally {
      for (const child of children) child.kill('SIGKILL')
      await redisServer.stop()
    }
  })
})

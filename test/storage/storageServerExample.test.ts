import { request as httpRequest, type IncomingMessage } from 'node:http'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { clientAddress } from '../../examples/storage-server/clientAddress.ts'
import { readSettings } from '../../examples/storage-server/readSettings.ts'
import { StorageQuotaError } from '../../src/errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import { remote } from '../../src/storage/remote/remote.ts'
import { signInToRemote, signOutOfRemote } from '../../src/storage/remote/signInToRemote.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'
import { startDriverProcess } from '../conformance/process/startDriverProcess.ts'
import {
  type ExampleServer,
  spawnExampleServer,
  startExampleServer,
} from '../harness/startExampleServer.ts'
import { startRedis, type TestRedis } from '../harness/startRedis.ts'

const domain = 'app.example.com'
const origin = 'https://app.example.com'
const secret = '5e'.repeat(32)
/** Nobody listens there: no test here needs a chain. */
const rpcUrl = 'http://127.0.0.1:9/with-an-api-key'

let redis: TestRedis
const servers: ExampleServer[] = []

beforeAll(async () => {
  redis = await startRedis()
})

afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill()
})

afterAll(() => redis.stop())

let count = 0
const settings = () => ({
  REDIS_URL: redis.url,
  REDIS_PREFIX: `example:${count++}`,
  STORAGE_SECRET: secret,
  DOMAIN: domain,
  ORIGIN: origin,
  RPC_URL_137: rpcUrl,
  REQUESTS_PER_MINUTE: '1000000',
})

async function start(environment: Record<string, string>): Promise<ExampleServer> {
  const server = await startExampleServer(environment)
  servers.push(server)
  return server
}

async function startTwo(): Promise<[ExampleServer, ExampleServer]> {
  const environment = settings()
  return await Promise.all([start(environment), start(environment)])
}

const newWallet = () => privateKeyToAccount(generatePrivateKey())

function signIn({ url }: { url: string }, wallet = newWallet()) {
  return signInToRemote({
    url,
    address: wallet.address,
    chainId: 137,
    domain,
    signMessage: (message) => wallet.signMessage({ message }),
  })
}

function at(account: `0x${string}` | undefined, id = 'count'): RecordAddress {
  if (!account) throw new Error('Nobody is signed in.')
  return { chainId: 137, account, kind: 'session', id }
}

describe('two processes of the example over one Redis', () => {
  test('one signs in, the other knows: tokens, nonces, records and changes', async () => {
    const [one, two] = await startTwo()
    const wallet = newWallet()
    const { token, accounts } = await signIn(one, wallet)
    // Its own, and the smart account that it owns.
    expect(accounts).toEqual([
      wallet.address.toLowerCase(),
      expect.stringMatching(/^0x[0-9a-f]{40}$/),
    ])
    const account = accounts[1]
    const here = remote({ url: one.url, token })
    const there = remote({ url: two.url, token })
    await here.put(at(account), 'written here')
    expect((await there.get(at(account)))?.value).toBe('written here')

    let heard = () => {}
    const next = () =>
      new Promise<void>((resolve) => {
        heard = resolve
      })
    const connected = next()
    here.watch({ chainId: 137, account }, () => heard())
    await connected
    const changed = next()
    await there.put(at(account), 'written there')
    await changed
    expect((await here.get(at(account)))?.value).toBe('written there')

    // Somebody else is somebody else on both.
    const other = await signIn(two)
    for (const { url } of [one, two])
      await expect(
        remote({ url, token: other.token, retries: 0 }).get(at(account)),
      ).rejects.toThrow(/another account/)

    // A nonce of one is good on the other, once.
    const post = ({ url }: ExampleServer, path: string, body: object) =>
      fetch(url + path, { method: 'POST', body: JSON.stringify(body) })
    const { nonce } = (await (await post(one, '/nonce', {})).json()) as { nonce: string }
    const message = createSiweMessage({
      address: wallet.address,
      chainId: 137,
      nonce,
      domain,
      uri: origin,
      version: '1',
      expirationTime: new Date(Date.now() + 60_000),
    })
    const body = { message, signature: await wallet.signMessage({ message }) }
    expect((await post(two, '/sign-in', body)).status).toBe(200)
    expect((await post(one, '/sign-in', body)).status).toBe(401)
    await here.close()
    await there.close()

    const written = one.output() + two.output()
    for (const hidden of [token, nonce, secret, redis.url, rpcUrl, 'written here', account])
      expect(written).not.toContain(hidden)
  })

  test('clients on both lose no update', async () => {
    const [one, two] = await startTwo()
    const wallet = newWallet()
    // Each server has signed one of them in, and serves the other.
    const tokens = await Promise.all([signIn(one, wallet), signIn(two, wallet)])
    const account = tokens[0].accounts[1]
    const processes = await Promise.all(
      [one, two].flatMap(({ url }) =>
        tokens.map(({ token }) =>
          startDriverProcess(
            { type: 'remote', url, token },
            { type: 'increment', address: at(account), times: 25 },
          ),
        ),
      ),
    )
    for (const process of processes) expect(await process.ended).toBe(0)
    const driver = remote({ url: one.url, token: tokens[1].token })
    expect((await driver.get(at(account)))?.value).toBe(100)
  })
})

test('an account has as many bytes and streams as it is told, and a token can be ended', async () => {
  const limits = { BYTES_PER_ACCOUNT: '65536', STREAMS_PER_SIGNER: '1' }
  const environment = { ...settings(), ...limits }
  const [one, two] = await Promise.all([start(environment), start(environment)])
  const { token, accounts } = await signIn(one)
  const driver = remote({ url: one.url, token, retries: 0 })
  const [account] = accounts
  const put = (id: string) => driver.put(at(account, id), 'x'.repeat(40_000))
  await put('first')
  await expect(put('second')).rejects.toThrow(StorageQuotaError)

  const watch = () =>
    fetch(`${one.url}/watch?chainId=137&account=${account}`, {
      headers: { authorization: `Bearer ${token}` },
    })
  const stream = await watch()
  const refused = await watch()
  expect([stream.status, refused.status]).toEqual([200, 429])
  await refused.text()

  // Redis tells the one of what was ended on the other.
  await signOutOfRemote({ url: two.url, token })
  expect(await stream.text()).toContain('data: watching')
  for (const { url } of [one, two])
    await expect(remote({ url, token, retries: 0 }).get(at(account))).rejects.toThrow(/HTTP 401/)
})

describe('an end in order', () => {
  /** A batch of which the server has the head, and the client still holds the rest. */
  async function beginBatch({ port }: ExampleServer, token: string, address: RecordAddress) {
    const body = JSON.stringify({ operations: [{ type: 'put', address, value: 'in flight' }] })
    const sent = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/batch',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': 'in-flight-0123456789',
        'content-length': body.length,
        expect: '100-continue',
      },
    })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject)
    })
    sent.flushHeaders()
    await new Promise((resolve) => sent.once('continue', resolve))
    sent.write(body.slice(0, 10))
    return { answered, finish: () => sent.end(body.slice(10)) }
  }

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: requests in flight are answered, streams end, and new ones go elsewhere',
    async (signal) => {
      const [one, two] = await startTwo()
      const { token, accounts } = await signIn(one)
      const [account] = accounts
      const stream = await fetch(`${one.url}/watch?chainId=137&account=${account}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const batch = await beginBatch(one, token, at(account))
      one.signal(signal)
      await one.logged('stopping')

      // The stream ends, and does not break.
      const text = await stream.text()
      expect(text).toContain('data: watching')
      // Nobody is let in any more.
      await expect(fetch(`${one.url}/health`)).rejects.toThrow('fetch failed')
      expect((await fetch(`${two.url}/health`)).status).toBe(200)

      batch.finish()
      const answer = await batch.answered
      expect(answer.statusCode).toBe(200)
      expect(answer.headers.connection).toBe('close')
      answer.resume()
      expect(await one.ended).toBe(0)
      expect(await one.logged('stopped')).toMatchObject({ isInOrder: true })
      const driver = remote({ url: two.url, token })
      expect((await driver.get(at(account)))?.value).toBe('in flight')
    },
  )

  test('what does not come to its end is cut off when the time is up, and the exit code tells', async () => {
    const server = await start({ ...settings(), GRACE_SECONDS: '0' })
    const { token, accounts } = await signIn(server)
    const batch = await beginBatch(server, token, at(accounts[0]))
    const cut = expect(batch.answered).rejects.toThrow(/socket hang up|ECONNRESET/)
    server.signal('SIGTERM')
    await cut
    expect(await server.ended).toBe(1)
    expect(await server.logged('stopped')).toMatchObject({ isInOrder: false })
  })

  test('a second signal ends it at once', async () => {
    const server = await start(settings())
    const { token, accounts } = await signIn(server)
    const batch = await beginBatch(server, token, at(accounts[0]))
    const cut = expect(batch.answered).rejects.toThrow(/socket hang up|ECONNRESET/)
    server.signal('SIGTERM')
    await server.logged('stopping')
    server.signal('SIGTERM')
    await cut
    expect(await server.ended).toBe(1)
  })
})

describe('when something it needs is gone', () => {
  test('Redis: it says so, loses nothing, and goes on when Redis is back', async () => {
    const own = await startRedis()
    const server = await start({ ...settings(), REDIS_URL: own.url })
    const health = async () => (await fetch(`${server.url}/health`)).status
    const { token, accounts } = await signIn(server)
    const [account] = accounts
    const driver = remote({ url: server.url, token, retries: 0 })
    expect(await health()).toBe(200)

    await own.stop()
    await server.logged('redis-lost')
    expect(await health()).toBe(503)
    await expect(driver.put(at(account), 1)).rejects.toThrow(StorageUnavailableError)
    await expect(driver.get(at(account))).rejects.toThrow(StorageUnavailableError)
    const stream = await fetch(`${server.url}/watch?chainId=137`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(stream.status).toBe(503)
    await stream.text()

    const again = await startRedis(['--port', String(own.port)])
    await server.logged('redis-back')
    expect(await health()).toBe(200)
    await driver.put(at(account), 2)
    expect((await driver.get(at(account)))?.value).toBe(2)
    expect(server.output()).not.toContain(own.url)
    server.signal('SIGTERM')
    expect(await server.ended).toBe(0)
    await again.stop()
  })

  test('Redis is connected and silent: it ends, to be started with new connections', async () => {
    const own = await startRedis()
    const server = await start({ ...settings(), REDIS_URL: own.url, REDIS_PATIENCE_SECONDS: '1' })
    own.signal('SIGSTOP')
    await server.logged('redis-silent')
    expect(await server.ended).toBe(1)
    own.signal('SIGCONT')
    await own.stop()
  })

  test('the node of a chain: contract accounts wait, wallets do not', async () => {
    const server = await start(settings())
    const contract = newWallet().address
    const signing = signInToRemote({
      url: server.url,
      address: contract,
      chainId: 137,
      domain,
      signMessage: (message) => newWallet().signMessage({ message }),
    })
    await expect(signing).rejects.toThrow(/HTTP 503/)
    expect(await server.logged('failure')).toMatchObject({ error: 'ChainUnreachableError' })
    expect((await signIn(server)).accounts).toHaveLength(2)
    expect(server.output()).not.toContain(rpcUrl)
  })
})

describe('what it is told', () => {
  test('without its settings it says all that is missing, and ends', async () => {
    const server = await spawnExampleServer({ STORAGE_SECRET: 'hunter2hunter2', DOMAIN: origin })
    servers.push(server)
    expect(await server.ended).toBe(1)
    expect(server.output()).toMatchInlineSnapshot(`
      "The settings are incomplete:
      STORAGE_SECRET must have 64 or more hexadecimal digits: openssl rand -hex 32
      DOMAIN must be hosts without https:// and path, such as app.example.com.
      ORIGIN must be origins without a path, such as https://app.example.com.
      RPC_URL_<chain id> is missing; give one for each chain, such as RPC_URL_137.
      REDIS_URL is missing.
      "
    `)
  })

  test('settings that fit are read', () => {
    const read = readSettings({
      ...{ REDIS_URL: 'redis://redis:6379', STORAGE_SECRET: secret },
      DOMAIN: 'app.example.com, localhost:5173',
      RPC_URL_137: 'https://node.example.com',
      RPC_URL_1: 'https://other.example.com',
      RPC_URL_X: 'not one of ours',
    })
    expect(read).toEqual({
      host: '0.0.0.0',
      port: 3000,
      redisUrl: 'redis://redis:6379',
      redisPrefix: 'grantkit',
      redisPatience: 10_000,
      secret,
      domains: ['app.example.com', 'localhost:5173'],
      origins: ['https://app.example.com', 'https://localhost:5173'],
      rpcUrls: { 1: 'https://other.example.com', 137: 'https://node.example.com' },
      requestsPerMinute: 600,
      bytesPerAccount: 16_777_216,
      bytesPerSigner: 67_108_864,
      streamsPerSigner: 50,
      trustedProxies: 0,
      grace: 20_000,
    })
  })

  test.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['ORIGIN', 'https://app.example.com/'],
    ['ORIGIN', '*'],
    ['DOMAIN', 'app.example.com/path'],
    ['RPC_URL_137', 'wss://node.example.com'],
    ['STORAGE_SECRET', 'ab'.repeat(31)],
    ['TRUSTED_PROXIES', '-1'],
    ['BYTES_PER_ACCOUNT', '16 MB'],
    ['BYTES_PER_SIGNER', '0'],
    ['STREAMS_PER_SIGNER', '1.5'],
    ['REDIS_PATIENCE_SECONDS', '0'],
  ])('%s=%s is refused', (name, value) => {
    expect(() => readSettings({ ...settings(), [name]: value })).toThrow(name)
  })

  test('each client has its own rate before it signs in', async () => {
    const server = await start({ ...settings(), REQUESTS_PER_MINUTE: '2', TRUSTED_PROXIES: '1' })
    const ask = async (forwarded: string, pretended?: string) => {
      const headers = {
        'x-forwarded-for': forwarded,
        ...(pretended ? { 'x-client-address': pretended } : {}),
      }
      return (await fetch(`${server.url}/nonce`, { method: 'POST', headers })).status
    }
    const first = '203.0.113.7'
    expect([await ask(first), await ask(first), await ask(first)]).toEqual([200, 200, 429])
    expect(await ask('203.0.113.8')).toBe(200)
    // What the client writes itself changes nothing.
    expect(await ask(`198.51.100.1, ${first}`, '198.51.100.2')).toBe(429)
  })

  test.each([
    ['without a proxy', 0, '203.0.113.9', '127.0.0.1'],
    ['behind one', 1, 'made up, 203.0.113.9', '203.0.113.9'],
    ['behind two', 2, 'made up, 203.0.113.9, 10.0.0.1', '203.0.113.9'],
    ['behind one that adds nothing', 1, '', '127.0.0.1'],
  ])('the client is who the trusted proxies saw: %s', (_, trusted, forwarded, expected) => {
    const message = {
      socket: { remoteAddress: '127.0.0.1' },
      headers: { 'x-forwarded-for': forwarded },
    }
    expect(clientAddress(message as unknown as IncomingMessage, trusted)).toBe(expected)
  })

  test('pages of the origin may call, and no others', async () => {
    const server = await start(settings())
    const allowed = async (from: string) => {
      const response = await fetch(`${server.url}/nonce`, {
        method: 'OPTIONS',
        headers: { origin: from },
      })
      return response.headers.get('access-control-allow-origin')
    }
    expect(await allowed(origin)).toBe(origin)
    expect(await allowed('https://evil.example.com')).toBeNull()
  })
})

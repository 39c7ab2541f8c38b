import { createClient } from 'redis'
import { describe, expect, test, vi } from 'vitest'
import { InvalidParameterError } from '../../src/errors/InvalidParameterError.ts'
import { StorageQuotaError } from '../../src/errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../src/errors/StorageUnavailableError.ts'
import type { RedisClient } from '../../src/storage/drivers/redis/RedisClient.ts'
import { redisField } from '../../src/storage/drivers/redis/redisField.ts'
import { redis } from '../../src/storage/drivers/redis.ts'
import type { RecordAddress } from '../../src/types/Storage.ts'
import { testDriverVariants } from '../conformance/testDriverVariants.ts'
import { setUpRedis } from '../harness/setUpRedis.ts'
import { startRedis } from '../harness/startRedis.ts'

const server = setUpRedis()
let count = 0

testDriverVariants(
  'redis',
  () => {
    const base = `test:${count++}`
    const opened = new Set<string | undefined>()
    const prefixOf = (prefix: string | undefined) =>
      prefix === undefined ? undefined : `${base}${prefix}`
    const keyOf = (prefix: string | undefined, name: string) =>
      `{${prefixOf(prefix) ?? 'grantkit'}}:${name}`
    return {
      open(prefix) {
        opened.add(prefix)
        return redis({ client: server.client, prefix: prefixOf(prefix) })
      },
      raw: {
        read: async (prefix, address) =>
          (await server.client.hGet(keyOf(prefix, 'records'), redisField.encode(address))) ??
          undefined,
        async write(prefix, address, text) {
          const field = redisField.encode(address)
          await server.client.hSet(keyOf(prefix, 'records'), field, text)
          await server.client.zAdd(keyOf(prefix, 'index'), { score: 0, value: field })
        },
      },
      async remove() {
        for (const prefix of opened)
          await server.client.del(
            ['records', 'index', 'version'].map((name) => keyOf(prefix, name)),
          )
      },
    }
  },
  { runs: 30, prefixes: ['', ':', ':1', ':records', '/'] },
)

describe('redis', () => {
  const address: RecordAddress = {
    chainId: 1,
    account: `0x${'1'.repeat(40)}`,
    kind: 'session',
    id: 'a',
  }

  test('all keys share one hash tag, and neither KEYS nor SCAN is sent', async () => {
    const sent: string[][] = []
    const spy: RedisClient = {
      sendCommand: (parts) => {
        sent.push(parts)
        return server.client.sendCommand(parts)
      },
    }
    const prefix = `tagged:${count++}`
    const driver = redis({ client: spy, prefix })
    await driver.put(address, 1)
    await driver.batch([{ type: 'delete', address }])
    await driver.list({})
    await driver.get(address)
    expect(new Set(sent.map(([name]) => name))).toEqual(new Set(['HMGET', 'EVAL', 'HGET']))
    const keys = (await server.client.keys('*')).filter((key) => key.includes(prefix))
    for (const key of keys) expect(key.startsWith(`{${prefix}}:`)).toBe(true)
    expect(driver.supports.watchesOthers).toBe(false)
  })

  test('two prefixes share nothing', async () => {
    const [one, other] = [
      redis({ client: server.client, prefix: 'p:1' }),
      redis({ client: server.client, prefix: 'p:11' }),
    ]
    await one.put(address, 1)
    expect(await other.list({})).toEqual({ records: [] })
    for (const prefix of ['', 'a{b}', '}'])
      expect(() => redis({ client: server.client, prefix })).toThrow(InvalidParameterError)
  })

  test('a subscriber of the caller’s is used and left open', async () => {
    const prefix = `subscriber:${count++}`
    const subscriber = server.client.duplicate()
    await subscriber.connect()
    const driver = redis({
      client: { sendCommand: (p) => server.client.sendCommand(p) },
      prefix,
      subscriber,
    })
    expect(driver.supports.watchesOthers).toBe(true)
    const listener = vi.fn()
    driver.watch({ chainId: 1 }, listener)
    await redis({ client: server.client, prefix }).put(address, 1)
    await vi.waitFor(() => expect(listener).toHaveBeenCalled())
    await driver.close()
    expect(subscriber.isOpen).toBe(true)
    subscriber.destroy()
  })

  test('a subscription that fails ends nothing: it is tried again, and what was missed is told', async () => {
    const prefix = `away:${count++}`
    const connection = server.client.duplicate()
    await connection.connect()
    let attempts = 0
    const driver = redis({
      client: { sendCommand: (p) => server.client.sendCommand(p) },
      prefix,
      subscriber: {
        async subscribe(channel, listener) {
          if (++attempts === 1) throw new Error('Redis is away.')
          await connection.subscribe(channel, listener)
        },
        unsubscribe: (channel, listener) => connection.unsubscribe(channel, listener),
      },
    })
    const listener = vi.fn()
    driver.watch({ chainId: 1 }, listener)
    await vi.waitFor(() => expect(attempts).toBe(1))
    expect(listener).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), { timeout: 5_000 })
    await redis({ client: server.client, prefix }).put(address, 1)
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2))
    await driver.close()
    connection.destroy()
  })

  test('a message that is not understood means that something changed', async () => {
    const prefix = `odd:${count++}`
    const driver = redis({ client: server.client, prefix })
    const listener = vi.fn()
    driver.watch({ chainId: 1 }, listener)
    await vi.waitFor(async () => {
      await server.client.publish(`{${prefix}}:changes`, 'what?')
      expect(listener).toHaveBeenCalled()
    })
    await driver.close()
  })

  test('a full server refuses a batch whole', async () => {
    const small = await startRedis(['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction'])
    const own = createClient({ url: small.url })
    await own.connect()
    const driver = redis({ client: own })
    await driver.put(address, 'small')
    let error: unknown
    for (let n = 0; n < 30 && !error; n++)
      error = await driver
        .batch([
          { type: 'put', address, value: `changed ${n}` },
          { type: 'put', address: { ...address, id: `b${n}` }, value: 'x'.repeat(300_000) },
        ])
        .then(
          () => undefined,
          (e: unknown) => e,
        )
    expect(error).toBeInstanceOf(StorageQuotaError)
    const { records } = await driver.list({})
    const last = records.filter(({ address: { id } }) => id !== 'a').length - 1
    expect((await driver.get(address))?.value).toBe(last < 0 ? 'small' : `changed ${last}`)
    own.destroy()
    await small.stop()
  })

  test('a server that is gone, and a key that is somebody else’s, are typed errors', async () => {
    await server.client.set('{taken}:records', 'text')
    const driver = redis({ client: server.client, prefix: 'taken' })
    await expect(driver.get(address)).rejects.toThrow(StorageUnavailableError)
    await expect(driver.put(address, 1)).rejects.toThrow(/WRONGTYPE/)
    expect(await server.client.get('{taken}:records')).toBe('text')

    const mortal = await startRedis()
    const own = createClient({ url: mortal.url, socket: { reconnectStrategy: false } })
    own.on('error', () => {})
    await own.connect()
    const lost = redis({ client: own })
    await lost.put(address, 'do not show')
    await mortal.stop()
    const error = await lost.put(address, 'do not show').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(StorageUnavailableError)
    expect(String(error)).not.toContain('do not show')
  })
})

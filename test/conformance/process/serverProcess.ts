import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'
import { redis } from '../../../src/storage/drivers/redis.ts'
import { createStorageHandler } from '../../../src/storage/server/createStorageHandler.ts'
import { toNodeListener } from '../../../src/storage/server/toNodeListener.ts'

/** A server of remote storage as one deploys it, over a Redis that it shares with others. */
const { redisUrl, prefix, secret } = JSON.parse(process.argv[2] ?? '') as Record<string, string>
const client = createClient({ url: redisUrl ?? '' })
await client.connect()
const handler = createStorageHandler({
  storage: redis({ client, prefix }),
  secret: secret ?? '',
  domains: ['app.example.com'],
  chainIds: [137],
  limits: { requestsPerMinute: 1_000_000 },
})
const server = createServer(toNodeListener(handler))
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BaseError, createSessionConfig, getSmartAccount } from 'grantkit/core'
import { createStorageHandler, toNodeListener } from 'grantkit/server'
import { memory } from 'grantkit/storage'
import { redis } from 'grantkit/storage-node'
import { createClient as createRedisClient } from 'redis'
import { createPublicClient, defineChain, http } from 'viem'
import { clientAddress } from './clientAddress.ts'
import { readSettings } from './readSettings.ts'
import { stopInOrder } from './stopInOrder.ts'
import { watchSilence } from './watchSilence.ts'

/** One line of JSON per event. No record, key, token or URL gets into it. */
function log(event: string, details: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...details })}\n`)
}

/** An error by its name and first line; those of others can hold addresses with passwords. */
function logError(event: string, error: unknown): void {
  log(event, {
    error: error instanceof Error ? error.name : 'unknown',
    ...(error instanceof BaseError ? { message: error.shortMessage } : {}),
  })
}

function settingsOrExit() {
  try {
    return readSettings(process.env)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  }
}
const settings = settingsOrExit()

// Redis. While it is gone commands fail at once, and the client connects again by itself.
const redisClient = createRedisClient({ url: settings.redisUrl, disableOfflineQueue: true })
let isRedisLost = false
redisClient.on('error', (error) => {
  if (!isRedisLost) logError('redis-lost', error)
  isRedisLost = true
})
redisClient.on('ready', () => {
  if (isRedisLost) log('redis-back')
  isRedisLost = false
})
await redisClient.connect()
// A dead connection that was never closed: whatever waits on it waits for ever, and only a new
// process is sure to have new connections.
watchSilence(redisClient, settings.redisPatience, () => {
  log('redis-silent')
  process.exit(1)
})
const storage = redis({ client: redisClient, prefix: settings.redisPrefix })

// A node for each chain, which is asked about the signatures of contract accounts.
const clients = Object.fromEntries(
  Object.entries(settings.rpcUrls).map(([id, url]) => {
    const chain = defineChain({
      id: Number(id),
      name: `Chain ${id}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [url] } },
    })
    return [chain.id, createPublicClient({ chain, transport: http(url) })]
  }),
)

// Sessions belong to a smart account, and its owner signs in: whose account it is, is computed.
const config = createSessionConfig({ storage: memory(), bundler: {}, clients })

const stopping = new AbortController()
/** Set on every request here, whatever the client sent. */
const addressHeader = 'x-client-address'
const handler = createStorageHandler({
  storage,
  secret: settings.secret,
  domains: settings.domains,
  origins: settings.origins,
  chainIds: Object.keys(clients).map(Number),
  clients,
  accountsOf: async (signer, chainId) => {
    const { address } = await getSmartAccount(config, { chainId, owner: signer })
    // A smart account may also sign in by itself.
    return [signer, address]
  },
  limits: {
    requestsPerMinute: settings.requestsPerMinute,
    bytesPerAccount: settings.bytesPerAccount,
    bytesPerSigner: settings.bytesPerSigner,
    streamsPerSigner: settings.streamsPerSigner,
  },
  clientOf: ({ headers }) => headers.get(addressHeader) ?? '',
  onError: (error) => logError('failure', error),
  signal: stopping.signal,
})
const listener = toNodeListener(handler)

/** Whether this process should get requests: for the load balancer. */
async function isHealthy(): Promise<boolean> {
  if (stopping.signal.aborted) return false
  const late = new Promise<never>((_, reject) => setTimeout(reject, 2_000).unref())
  return await Promise.race([redisClient.ping(), late]).then(
    () => true,
    () => false,
  )
}

const server = createServer((message, response) => {
  if (message.url !== '/health') {
    message.headers[addressHeader] = clientAddress(message, settings.trustedProxies)
    listener(message, response)
    return
  }
  void isHealthy().then((healthy) => {
    response.writeHead(healthy ? 200 : 503, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ healthy }))
  })
})
server.requestTimeout = 60_000
const stopServer = stopInOrder(server)

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping.signal.aborted) {
    // Asked twice: whoever asks does not want to wait.
    process.exit(1)
  }
  const answered = stopServer(settings.grace)
  // Streams of changes never end by themselves.
  stopping.abort()
  log('stopping', { signal })
  const isInOrder = await answered
  await storage.close()
  redisClient.destroy()
  log('stopped', { isInOrder })
  process.exitCode = isInOrder ? 0 : 1
}
process.on('SIGTERM', (signal) => void stop(signal))
process.on('SIGINT', (signal) => void stop(signal))

// What the kit tells of in the background, such as a connection on which changes are heard of.
process.on('uncaughtException', (error) => {
  logError('failure', error)
  if (!(error instanceof BaseError)) process.exit(1)
})

server.on('error', (error) => {
  logError('no-server', error)
  process.exit(1)
})
server.listen(settings.port, settings.host, () => {
  log('listening', { port: (server.address() as AddressInfo).port, pid: process.pid })
})

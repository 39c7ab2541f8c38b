import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encrypted } from '../../src/storage/drivers/encrypted.ts'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote, remoteWatchesConnected } from '../../src/storage/remote/remote.ts'
import { toNodeListener } from '../../src/storage/server/toNodeListener.ts'
import { secretVault } from '../../src/storage/vaults/secretVault.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { createStorageServer, type TestServer } from '../conformance/createStorageServer.ts'
import { account, at, lowerCase } from '../conformance/driver/places.ts'
import { testDriverVariants } from '../conformance/testDriverVariants.ts'

const defaultPath = '/sessions'
const prefixes = ['/a', '/a/b', '/a-', '/A', '']
/** What a server works on changes with every test. */
let stores = new Map<string, MemoryStore>()
let servers: { path: string; server: TestServer; token: string }[]
let front: Server

/** The handlers on servers of their own, and behind one that tells them apart by their paths. */
beforeAll(async () => {
  servers = await Promise.all(
    [defaultPath, ...prefixes].map(async (path) => {
      const current = () => memory({ store: stores.get(path) })
      const storage: SessionStorageDriver = {
        ...memory(),
        get: (...all) => current().get(...all),
        put: (...all) => current().put(...all),
        delete: (...all) => current().delete(...all),
        list: (...all) => current().list(...all),
        batch: (...all) => current().batch(...all),
        watch: (...all) => current().watch(...all),
      }
      const server = await createStorageServer({
        storage,
        basePath: path,
        dangerouslyAcceptPlaintextKeys: true,
      })
      return { path, server, token: await server.signIn([account, lowerCase]) }
    }),
  )
  const longestFirst = [...servers].sort((a, b) => b.path.length - a.path.length)
  front = createServer(
    toNodeListener(async (request) => {
      const { pathname } = new URL(request.url)
      const found = longestFirst.find(({ path }) => pathname.startsWith(`${path}/`))
      return found ? await found.server.handler(request) : new Response(null, { status: 404 })
    }),
  )
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  front.closeAllConnections()
  await new Promise((resolve) => front.close(resolve))
  for (const { server } of servers) await server.stop()
})

testDriverVariants(
  'remote',
  () => {
    const own = new Map(servers.map(({ path }) => [path, new MemoryStore()]))
    const before = stores
    stores = own
    return {
      open(prefix = defaultPath) {
        const { port } = front.address() as AddressInfo
        const token = servers.find(({ path }) => path === prefix)?.token ?? ''
        return remote({ url: `http://127.0.0.1:${port}${prefix}`, token })
      },
      raw: {
        read: async (path = defaultPath, address) => own.get(path)?.read(address),
        write: async (path = defaultPath, address, text) =>
          own.get(path)?.write([{ address, text }]),
      },
      watching: remoteWatchesConnected,
      async remove() {
        stores = before
      },
    }
  },
  { runs: 20, prefixes },
)

test('a server that takes wrapped keys alone takes them encrypted as well', async () => {
  const server = await createStorageServer({ storage: memory() })
  const below = remote({ url: server.url, token: await server.signIn([account]) })
  const driver = encrypted({ storage: below, secret: new Uint8Array(32).fill(9) })
  const privateKey = generatePrivateKey()
  const context = { chainId: 137, account, keyAddress: privateKeyToAddress(privateKey) }
  const key = await secretVault({ secret: 'c4'.repeat(32) }).wrap(privateKey, context)
  await driver.put(at('a', { kind: 'key' }), key)
  expect((await driver.get(at('a', { kind: 'key' })))?.value).toEqual(key)
  await driver.close()
  await server.stop()
})

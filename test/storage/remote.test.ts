import { afterAll, beforeAll } from 'vitest'
import { MemoryStore } from '../../src/storage/drivers/MemoryStore.ts'
import { memory } from '../../src/storage/drivers/memory.ts'
import { remote, remoteWatchesConnected } from '../../src/storage/remote/remote.ts'
import type { SessionStorageDriver } from '../../src/types/Storage.ts'
import { createStorageServer, type TestServer } from '../conformance/createStorageServer.ts'
import { account, lowerCase } from '../conformance/driver/places.ts'
import { testDriver } from '../conformance/testDriver.ts'

let store = new MemoryStore()
let server: TestServer
let token: string

/** What the server works on; its records change with every test. */
const current: SessionStorageDriver = {
  ...memory(),
  get: (...all) => memory({ store }).get(...all),
  put: (...all) => memory({ store }).put(...all),
  delete: (...all) => memory({ store }).delete(...all),
  list: (...all) => memory({ store }).list(...all),
  batch: (...all) => memory({ store }).batch(...all),
  watch: (...all) => memory({ store }).watch(...all),
}

beforeAll(async () => {
  server = await createStorageServer({ storage: current, dangerouslyAcceptPlaintextKeys: true })
  token = await server.signIn([account, lowerCase])
})

afterAll(() => server.stop())

testDriver(
  'remote',
  () => {
    const own = new MemoryStore()
    store = own
    return {
      open: () => remote({ url: server.url, token }),
      raw: {
        read: async (address) => own.read(address),
        write: async (address, text) => own.write([{ address, text }]),
      },
      watching: remoteWatchesConnected,
    }
  },
  { runs: 20 },
)

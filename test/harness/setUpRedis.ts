import { createClient } from 'redis'
import { afterAll, beforeAll } from 'vitest'
import { startRedis, type TestRedis } from './startRedis.ts'

export interface ConnectedRedis {
  readonly url: string
  readonly client: ReturnType<typeof createClient>
}

/** A Redis server for the tests of a file, and a client of it; there once they run. */
export function setUpRedis(): ConnectedRedis {
  let server: TestRedis | undefined
  let client: ReturnType<typeof createClient> | undefined
  beforeAll(async () => {
    server = await startRedis()
    client = createClient({ url: server.url })
    await client.connect()
  })
  afterAll(async () => {
    client?.destroy()
    await server?.stop()
  })
  return {
    get url() {
      return there(server).url
    },
    get client() {
      return there(client)
    },
  }
}

function there<value>(found: value | undefined): value {
  if (found === undefined) throw new Error('Redis is not there before the tests run.')
  return found
}

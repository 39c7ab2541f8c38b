import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { createTransactionalDriver } from './createTransactionalDriver.ts'
import type { RedisClient, RedisSubscriber } from './redis/RedisClient.ts'
import { RedisStore } from './redis/RedisStore.ts'

export interface RedisParameters {
  /** Connected, and closed by whoever made it. */
  client: RedisClient
  /** What the keys begin with; their hash tag. @default 'grantkit' */
  prefix?: string | undefined
  /**
   * A connection for hearing of others' writes; without one a duplicate of `client` is opened while
   * somebody watches, and without that `watch` tells of this handle's writes alone.
   */
  subscriber?: RedisSubscriber | undefined
}

/**
 * Keeps sessions in Redis 6 or later, through the caller's own client: for backends on several
 * machines. Compare-and-swap and batches are scripts that Redis runs as one step. How durable a
 * write is, is for Redis to be told (`appendonly yes`); set no eviction policy that drops keys.
 *
 * All keys of one prefix lie on one node of a cluster. Use one prefix per group of accounts to
 * spread them.
 *
 * @example
 * const client = await createClient({ url }).connect()
 * const config = createSessionConfig({ storage: redis({ client }), vault, bundler })
 *
 * @example A cluster, and another client
 * redis({ client: { sendCommand: (parts) => cluster.sendCommand('{grantkit}', false, parts) } })
 * redis({ client: { sendCommand: ([name = '', ...rest]) => ioredis.call(name, ...rest) } })
 */
export function redis({
  client,
  prefix = 'grantkit',
  subscriber,
}: RedisParameters): SessionStorageDriver {
  if (!prefix || /[{}]/.test(prefix))
    throw new InvalidParameterError({
      parameter: 'prefix',
      problem: 'is empty or contains a brace, and is the hash tag of all keys',
      fix: 'Use a name such as "shop:sessions".',
    })
  const store = new RedisStore(client, prefix, subscriber)
  return createTransactionalDriver({
    name: 'redis',
    supports: {
      atomicBatch: true,
      sharedCompareAndSwap: true,
      durable: true,
      watchesOthers: store.hints.reachesOthers,
    },
    store,
  })
}

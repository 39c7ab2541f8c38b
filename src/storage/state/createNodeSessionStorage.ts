import type { SessionStorageDriver } from '../../types/Storage.ts'
import { type RedisParameters, redis } from '../drivers/redis.ts'
import { type SqliteParameters, sqlite } from '../drivers/sqlite.ts'
import {
  createSessionStorage,
  type SessionStorageOptions,
  type SessionStorageScope,
} from './createSessionStorage.ts'
import { DriverSessionStorage } from './DriverSessionStorage.ts'
import { FileSessionStorage } from './FileSessionStorage.ts'
import type { SessionStorage } from './SessionStorage.ts'

/** What each type of storage is given, in Node. */
export interface NodeSessionStorageOptions extends SessionStorageOptions {
  /** One JSON file per session, as `FileSessionStorage` keeps them. */
  file: { directory: string }
  sqlite: SqliteParameters & SessionStorageScope
  redis: RedisParameters & SessionStorageScope
}

/**
 * Makes a storage of session states by its name.
 *
 * @throws InvalidParameterError for an unknown type.
 *
 * @example
 * const sessionStorage = createSessionStorage('file', { directory: './sessions' })
 */
export function createNodeSessionStorage<type extends keyof NodeSessionStorageOptions>(
  type: type,
  ...[options]: object extends NodeSessionStorageOptions[type]
    ? [options?: NodeSessionStorageOptions[type]]
    : [options: NodeSessionStorageOptions[type]]
): SessionStorage {
  const { scope, ...rest } = (options ?? {}) as SessionStorageScope
  const over = (driver: SessionStorageDriver) => new DriverSessionStorage({ driver, scope })
  switch (type) {
    case 'file':
      return new FileSessionStorage((rest as NodeSessionStorageOptions['file']).directory)
    case 'sqlite':
      return over(sqlite(rest as SqliteParameters))
    case 'redis':
      return over(redis(rest as RedisParameters))
    default:
      return createSessionStorage(
        type as keyof SessionStorageOptions,
        options as SessionStorageOptions['driver'],
      )
  }
}

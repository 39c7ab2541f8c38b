import { InvalidParameterError } from '../../errors/InvalidParameterError.ts'
import type { AccountScope } from '../../types/Session.ts'
import type { SessionStorageDriver } from '../../types/Storage.ts'
import { type IndexedDbParameters, indexedDb } from '../drivers/indexedDb.ts'
import { type LocalStorageParameters, localStorage } from '../drivers/localStorage.ts'
import { type RemoteParameters, remote } from '../remote/remote.ts'
import { DriverSessionStorage } from './DriverSessionStorage.ts'
import { MemorySessionStorage } from './MemorySessionStorage.ts'
import type { SessionStorage } from './SessionStorage.ts'

/** Whose sessions; see `DriverSessionStorage`. */
export interface SessionStorageScope {
  scope?: AccountScope | undefined
}

/** What each type of storage is given. */
export interface SessionStorageOptions {
  memory: { scope?: undefined }
  localStorage: LocalStorageParameters & SessionStorageScope
  indexedDb: IndexedDbParameters & SessionStorageScope
  remote: RemoteParameters & SessionStorageScope
  /** Any driver, such as `layered(…)`. */
  driver: { driver: SessionStorageDriver } & SessionStorageScope
}

/**
 * Makes a storage of session states by its name. `grantkit/storage-node` has one that also knows
 * `file`, `sqlite` and `redis`.
 *
 * @throws InvalidParameterError for an unknown type.
 *
 * @example
 * const sessionStorage = createSessionStorage('indexedDb', { name: 'conversations' })
 */
export function createSessionStorage<type extends keyof SessionStorageOptions>(
  type: type,
  ...[options]: object extends SessionStorageOptions[type]
    ? [options?: SessionStorageOptions[type]]
    : [options: SessionStorageOptions[type]]
): SessionStorage {
  const { scope, ...rest } = (options ?? {}) as SessionStorageScope
  const over = (driver: SessionStorageDriver) => new DriverSessionStorage({ driver, scope })
  switch (type) {
    case 'memory':
      return new MemorySessionStorage()
    case 'localStorage':
      return over(localStorage(rest as LocalStorageParameters))
    case 'indexedDb':
      return over(indexedDb(rest as IndexedDbParameters))
    case 'remote':
      return over(remote(rest as RemoteParameters))
    case 'driver':
      return over((rest as SessionStorageOptions['driver']).driver)
    default:
      throw new InvalidParameterError({
        parameter: 'type',
        problem: `names no storage: ${JSON.stringify(type)}`,
        fix: 'Use memory, localStorage, indexedDb, remote or driver; in Node also file, sqlite or redis, from `grantkit/storage-node`.',
      })
  }
}

import { InvalidParameterError } from '../errors/InvalidParameterError.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'

/**
 * Makes sure that a storage can do what the kit needs, rather than lose updates later.
 *
 * @throws InvalidParameterError
 */
export function requireSupport(storage: SessionStorageDriver): void {
  const { supports } = storage as Partial<SessionStorageDriver>
  if (typeof supports !== 'object' || supports === null)
    throw new InvalidParameterError({
      parameter: 'storage',
      problem: 'is no storage driver',
      fix: 'A class that implements `ISessionStorage` goes in through fromSessionStorageClient().',
    })
  if (!supports.atomicBatch)
    throw new InvalidParameterError({
      parameter: 'storage',
      problem: `(${storage.name}) cannot write several records in one atomic step`,
      fix: 'Leaves and root must never be seen apart. Use a driver that supports atomic batches.',
    })
}

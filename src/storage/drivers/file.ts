import type { SessionStorageDriver } from '../../types/Storage.ts'
import { createTransactionalDriver } from './createTransactionalDriver.ts'
import { FileStore } from './file/FileStore.ts'
import type { FileSystem } from './file/FileSystem.ts'
import { nodeFileSystem } from './file/nodeFileSystem.ts'

export interface FileParameters {
  /** Made when it is missing, for its owner alone. On a local disk: see below. */
  directory: string
  /** How long to wait for another process that writes, milliseconds. @default 10_000 */
  lockTimeout?: number | undefined
  /** @internal For tests. */
  fileSystem?: FileSystem | undefined
}

/**
 * Keeps each record in a file of its own, for Node. A write is on disk when it resolves, and neither
 * a crash nor a kill leaves half of one; several processes of one machine may share the directory.
 * For several machines use `redis()` or `remote()`: a lock that another machine holds is waited for,
 * and never broken.
 *
 * Files are readable by their owner alone (mode 0600).
 *
 * @example
 * const config = createSessionConfig({
 *   storage: file({ directory: './sessions' }),
 *   vault: secretVault({ secret: process.env.SESSION_SECRET ?? '' }),
 *   bundler,
 * })
 */
export function file({
  directory,
  lockTimeout = 10_000,
  fileSystem = nodeFileSystem,
}: FileParameters): SessionStorageDriver {
  return createTransactionalDriver({
    name: 'file',
    supports: {
      atomicBatch: true,
      sharedCompareAndSwap: true,
      durable: true,
      watchesOthers: true,
    },
    store: new FileStore(fileSystem, directory, lockTimeout),
  })
}

import { createClient } from 'redis'
import { file } from '../../../src/storage/drivers/file.ts'
import { redis } from '../../../src/storage/drivers/redis.ts'
import { sqlite } from '../../../src/storage/drivers/sqlite.ts'
import { remote } from '../../../src/storage/remote/remote.ts'
import type { SessionStorageDriver } from '../../../src/types/Storage.ts'
import { createDyingFileSystem } from './createDyingFileSystem.ts'
import type { DriverLocation } from './DriverLocation.ts'

/** A new handle on the records at a location, with what to do when it is not needed any more. */
export async function openDriver(
  location: DriverLocation,
): Promise<{ driver: SessionStorageDriver; close(): Promise<void> }> {
  switch (location.type) {
    case 'file': {
      const { directory, dieAt } = location
      const fileSystem = dieAt === undefined ? undefined : createDyingFileSystem(dieAt)
      const driver = file({ directory, fileSystem })
      return { driver, close: () => driver.close() }
    }
    case 'sqlite': {
      const driver = sqlite({ filename: location.filename })
      return { driver, close: () => driver.close() }
    }
    case 'redis': {
      const client = createClient({ url: location.url })
      await client.connect()
      const driver = redis({ client, prefix: location.prefix })
      return {
        driver,
        async close() {
          await driver.close()
          await client.close()
        },
      }
    }
    case 'remote': {
      const driver = remote({ url: location.url, token: location.token })
      return { driver, close: () => driver.close() }
    }
  }
}

import { join } from 'node:path'
import type { Address } from 'viem'
import { nodeFileSystem } from '../drivers/file/nodeFileSystem.ts'
import type { LegacySource } from './LegacySource.ts'

/**
 * The two files of a `SessionFileStorage` as the SDK's documentation has it:
 * `<account>_sessions.json` and `<account>_signers.json`.
 *
 * @param directory Where they lie. @default the working directory
 */
export function legacyFiles(account: Address, directory = '.'): LegacySource {
  const pathOf = (part: string) => join(directory, `${account.toLowerCase()}_${part}.json`)
  return {
    read: (part) => nodeFileSystem.read(pathOf(part)),
    async remove(part) {
      await nodeFileSystem.remove(pathOf(part))
      await nodeFileSystem.sync(directory)
    },
  }
}

import { writeFile } from 'node:fs/promises'
import type { FileSystem } from '../../../src/storage/drivers/file/FileSystem.ts'
import { nodeFileSystem } from '../../../src/storage/drivers/file/nodeFileSystem.ts'

/**
 * The real file system, for a process that is killed before one of its changes, counted from 0. A
 * file that was to be created stays behind half written.
 */
export function createDyingFileSystem(dieAt: number): FileSystem {
  let left = dieAt
  const die = (): Promise<never> => {
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => {})
  }
  const isNow = () => left-- === 0
  return {
    ...nodeFileSystem,
    async create(path, text) {
      if (!isNow()) return nodeFileSystem.create(path, text)
      await writeFile(path, text.slice(0, text.length / 2), { flag: 'wx', mode: 0o600 })
      return die()
    },
    touch: (path) => (isNow() ? die() : nodeFileSystem.touch(path)),
    rename: (from, to) => (isNow() ? die() : nodeFileSystem.rename(from, to)),
    link: (from, to) => (isNow() ? die() : nodeFileSystem.link(from, to)),
    remove: (path) => (isNow() ? die() : nodeFileSystem.remove(path)),
    makeDirectory: (path) => (isNow() ? die() : nodeFileSystem.makeDirectory(path)),
    sync: (directory) => (isNow() ? die() : nodeFileSystem.sync(directory)),
  }
}

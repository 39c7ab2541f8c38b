import { fsync } from 'node:fs'
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { FileSystem } from './FileSystem.ts'
import { hasCode } from './hasCode.ts'

// under Yarn Plug'n'Play a `FileHandle` has no `sync`
const flush = promisify(fsync)

/** The real thing. */
export const nodeFileSystem: FileSystem = {
  async read(path) {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    }
  },

  async create(path, text) {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(text, 'utf8')
      await flush(file.fd)
    } finally {
      await file.close()
    }
  },

  async touch(path) {
    await (await open(path, 'wx', 0o600)).close()
  },

  async exists(path) {
    try {
      await stat(path)
      return true
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false
      throw error
    }
  },

  rename,
  link,

  async remove(path) {
    await rm(path, { force: true })
  },

  async list(directory) {
    try {
      return await readdir(directory)
    } catch (error) {
      if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return []
      throw error
    }
  },

  async makeDirectory(directory) {
    const first = await mkdir(directory, { recursive: true, mode: 0o700 })
    if (first === undefined) return
    const top = dirname(resolve(first))
    for (let at = dirname(resolve(directory)); ; at = dirname(at)) {
      await nodeFileSystem.sync(at)
      if (at === top || at === dirname(at)) return
    }
  },

  async sync(directory) {
    // Windows cannot open a directory; NTFS keeps its own journal of names.
    if (process.platform === 'win32') return
    const handle = await open(directory, 'r')
    try {
      await flush(handle.fd)
    } finally {
      await handle.close()
    }
  },
}

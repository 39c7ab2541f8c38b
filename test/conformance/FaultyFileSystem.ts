import { writeFile } from 'node:fs/promises'
import type { FileSystem } from '../../src/storage/drivers/file/FileSystem.ts'
import { nodeFileSystem } from '../../src/storage/drivers/file/nodeFileSystem.ts'

/** The real file system, until the call that is to fail. */
export function createFaultyFileSystem(): {
  fileSystem: FileSystem
  /** From now on the `k`th call fails with `code`, and, if `lasting`, so do all behind it. */
  failAt(k: number, code: string, lasting?: boolean): void
  /** No call fails any more. Returns whether one did. */
  heal(): boolean
} {
  let failAt = Number.POSITIVE_INFINITY
  let code = ''
  let isLasting = false
  let calls = 0
  let hasFailed = false

  async function fault(method: string, ...parameters: unknown[]): Promise<void> {
    calls++
    if (isLasting ? calls < failAt : calls !== failAt) return
    hasFailed = true
    // A full disk takes the beginning of a file.
    const [path, text] = parameters
    if (method === 'create') await writeFile(String(path), String(text).slice(0, 20))
    throw Object.assign(new Error(`${code}: injected, ${method}`), { code })
  }

  const methods = Object.entries(nodeFileSystem).map(([name, method]) => [
    name,
    async (...parameters: never[]) => {
      await fault(name, ...parameters)
      return await (method as (...all: never[]) => Promise<unknown>)(...parameters)
    },
  ])
  return {
    fileSystem: Object.fromEntries(methods) as FileSystem,
    failAt(k, withCode, lasting = false) {
      failAt = k
      code = withCode
      isLasting = lasting
      calls = 0
      hasFailed = false
    },
    heal() {
      failAt = Number.POSITIVE_INFINITY
      isLasting = false
      return hasFailed
    },
  }
}

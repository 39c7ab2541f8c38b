import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { BaseError } from '../../errors/BaseError.ts'
import { SessionStateError } from '../../errors/SessionStateError.ts'
import { StorageInputError } from '../../errors/StorageInputError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { SessionState } from '../../types/SessionState.ts'
import { createId } from '../../utils/createId.ts'
import { DirectoryLock } from '../drivers/file/DirectoryLock.ts'
import { nodeFileSystem } from '../drivers/file/nodeFileSystem.ts'
import { copyState } from './copyState.ts'
import { readState } from './readState.ts'
import type { SessionStorage } from './SessionStorage.ts'
import { stateFileName } from './stateFileName.ts'
import { stateText } from './stateText.ts'

/** What its unfinished files begin with. */
const unfinished = '.unfinished-'

/**
 * Keeps each session in a JSON file, `<directory>/<id>.json`, for Node. A save is on disk when it
 * resolves, and is there whole or not at all; files are for their owner alone.
 *
 * @example
 * const storage = new FileSessionStorage('./sessions')
 * const session = await createSession({ sessionStorage: storage })
 */
export class FileSessionStorage implements SessionStorage {
  readonly #directory: string
  #lock: Promise<DirectoryLock> | undefined

  /** @param directory Made at the first save, when it is missing. */
  constructor(directory: string) {
    this.#directory = resolve(directory)
  }

  async save(state: SessionState): Promise<void> {
    const copy = copyState(state)
    await this.update(copy.id, () => copy)
  }

  async load(sessionId: string): Promise<SessionState | undefined> {
    return await guard(() => this.#read(sessionId))
  }

  async delete(sessionId: string): Promise<void> {
    await guard(async () => {
      // Another session's, on a file system that ignores case.
      const isThere = await this.#read(sessionId).catch((error) => {
        if (error instanceof SessionStateError) return true
        throw error
      })
      if (!isThere) return
      await nodeFileSystem.remove(this.#pathOf(sessionId))
      await nodeFileSystem.sync(this.#directory)
    })
  }

  async list(): Promise<string[]> {
    return await guard(async () => {
      const ids: string[] = []
      for (const name of await nodeFileSystem.list(this.#directory)) {
        if (!name.endsWith('.json') || name.startsWith('.')) continue
        const id = name.startsWith('%long-') ? await this.#idIn(name) : idOf(name)
        if (id !== undefined && nameOf(id) === name) ids.push(id)
      }
      return ids.sort()
    })
  }

  async update(
    sessionId: string,
    change: (state: SessionState | undefined) => SessionState,
  ): Promise<SessionState> {
    return await guard(async () => {
      await nodeFileSystem.makeDirectory(this.#directory)
      this.#lock ??= this.#openLock()
      return await (await this.#lock).run(async () => {
        const path = this.#pathOf(sessionId)
        const before = await this.#read(sessionId)
        if (!before && (await nodeFileSystem.exists(path)))
          throw new StorageInputError(
            'the session has the file of another, whose id differs in case alone',
            'Use ids in lower case on a file system that ignores case.',
          )
        const next = copyState(change(before))
        if (next.id !== sessionId)
          throw new StorageInputError('a session cannot change its id', 'Fork it instead.')
        const ready = join(this.#directory, `${unfinished}${createId()}`)
        try {
          await nodeFileSystem.create(ready, stateText(next))
          await nodeFileSystem.rename(ready, path)
        } catch (error) {
          await nodeFileSystem.remove(ready).catch(() => {})
          throw error
        }
        await nodeFileSystem.sync(this.#directory)
        return next
      })
    })
  }

  async #openLock(): Promise<DirectoryLock> {
    const directory = join(this.#directory, '.lock')
    await nodeFileSystem.makeDirectory(directory)
    const lock = new DirectoryLock(nodeFileSystem, await realpath(directory), 10_000)
    await lock.run(async () => {
      await lock.tidy()
      for (const name of await nodeFileSystem.list(this.#directory))
        if (name.startsWith(unfinished)) await nodeFileSystem.remove(join(this.#directory, name))
    })
    return lock
  }

  async #read(sessionId: string): Promise<SessionState | undefined> {
    const text = await nodeFileSystem.read(this.#pathOf(sessionId))
    const state = text === undefined ? undefined : readState(sessionId, text)
    return state?.id === sessionId ? state : undefined
  }

  /** Of a name that does not tell it. */
  async #idIn(name: string): Promise<string | undefined> {
    const text = await nodeFileSystem.read(join(this.#directory, name))
    try {
      return readState(name, text ?? '').id
    } catch {
      // Damaged: whose it was cannot be known.
      return undefined
    }
  }

  #pathOf(sessionId: string): string {
    return join(this.#directory, nameOf(sessionId))
  }
}

function nameOf(sessionId: string): string {
  const hash = () => createHash('sha256').update(sessionId, 'utf16le').digest('hex')
  return stateFileName(sessionId) ?? `%long-${hash()}.json`
}

function idOf(name: string): string {
  if (name === '%empty.json') return ''
  return name
    .slice(0, -'.json'.length)
    .replace(/%([0-9a-f]{4})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
}

async function guard<result>(work: () => Promise<result>): Promise<result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BaseError) throw error
    throw new StorageUnavailableError(
      'The directory of sessions refused to work.',
      'Look at the directory, its rights and the disk; try again.',
      { cause: error, details: error instanceof Error ? error.message : String(error) },
    )
  }
}

import { join } from 'node:path'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import { createId } from '../../../utils/createId.ts'
import type { FileSystem } from './FileSystem.ts'
import { hasCode } from './hasCode.ts'
import { type ProcessIdentity, processIdentity } from './processIdentity.ts'

/** Of one directory in this process: who waits, and what could not be given back. */
interface Queue {
  tail: Promise<unknown>
  /** Locks of ours whose release failed; nobody uses them. */
  abandoned: Set<number>
  /** The file that says who we are. */
  holder: string | undefined
}

const queues = new Map<string, Queue>()

/**
 * A lock on a directory that holds between processes of one machine and does not outlive its
 * holder.
 *
 * The lock is a row of numbered files, of which the highest counts: it names its holder, or is empty
 * when nobody holds it. Whoever finds it empty, or its holder dead, takes the next number, and only
 * one can: a link to an existing name fails. The highest is never removed, so a number that was
 * taken late shows as being below another, and is given up.
 */
export class DirectoryLock {
  readonly #fs: FileSystem
  readonly #directory: string
  readonly #timeout: number

  /**
   * @param directory Absolute, and without symbolic links: in one process all locks of a directory
   * wait in one line.
   * @param timeout Milliseconds to wait for another process.
   */
  constructor(fs: FileSystem, directory: string, timeout: number) {
    this.#fs = fs
    this.#directory = directory
    this.#timeout = timeout
  }

  /** Runs `work` while nobody else has the lock. */
  async run<result>(work: () => Promise<result>): Promise<result> {
    const queue = queues.get(this.#directory) ?? {
      tail: Promise.resolve(),
      abandoned: new Set(),
      holder: undefined,
    }
    queues.set(this.#directory, queue)
    const turn = queue.tail.then(async () => {
      const number = await this.#acquire(queue)
      try {
        return await work()
      } finally {
        await this.#release(queue, number)
      }
    })
    queue.tail = turn.catch(() => {})
    return await turn
  }

  /** Removes what dead processes left. Call it while the lock is held. */
  async tidy(): Promise<void> {
    for (const name of await this.#fs.list(this.#directory)) {
      const path = join(this.#directory, name)
      if (name.startsWith('free-')) await this.#fs.remove(path)
      if (!name.startsWith('holder-')) continue
      const holder = parse(await this.#fs.read(path))
      if (holder && processIdentity.hasEnded(holder)) await this.#fs.remove(path)
    }
  }

  async #acquire(queue: Queue): Promise<number> {
    // Not the time of day, which may jump while we wait.
    const deadline = performance.now() + this.#timeout
    for (let attempt = 0; ; attempt++) {
      const highest = await this.#highest()
      const text = highest === 0 ? '' : await this.#fs.read(this.#path(highest))
      // Removed since: then there is a higher one.
      if (text === undefined) continue
      const isFree = text === '' || queue.abandoned.has(highest) || isDead(text)
      if (isFree && (await this.#take(queue, highest + 1))) return highest + 1
      if (performance.now() > deadline) throw lockedBy(text, this.#path(highest))
      await pause(Math.min(1 + attempt, 10))
    }
  }

  async #take(queue: Queue, number: number): Promise<boolean> {
    try {
      await this.#linkHolder(queue, this.#path(number))
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false
      throw error
    }
    try {
      const names = await this.#numbers()
      if (Math.max(...names) > number) {
        await this.#fs.remove(this.#path(number))
        return false
      }
      for (const older of names) if (older < number) await this.#fs.remove(this.#path(older))
    } catch (error) {
      queue.abandoned.add(number)
      throw error
    }
    queue.abandoned.clear()
    return true
  }

  async #linkHolder(queue: Queue, path: string): Promise<void> {
    if (queue.holder !== undefined) {
      try {
        return await this.#fs.link(queue.holder, path)
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error
      }
    }
    const holder = join(this.#directory, `holder-${createId()}`)
    await this.#fs.create(holder, JSON.stringify(processIdentity.own()))
    queue.holder = holder
    await this.#fs.link(holder, path)
  }

  /** Never fails: what was done under the lock stays done. */
  async #release(queue: Queue, number: number): Promise<void> {
    const free = join(this.#directory, `free-${number}`)
    try {
      await this.#fs.touch(free)
      await this.#fs.rename(free, this.#path(number))
    } catch {
      queue.abandoned.add(number)
      await this.#fs.remove(free).catch(() => {})
    }
  }

  async #highest(): Promise<number> {
    return Math.max(0, ...(await this.#numbers()))
  }

  async #numbers(): Promise<number[]> {
    const names = await this.#fs.list(this.#directory)
    return names.filter((name) => /^[1-9]\d*$/.test(name)).map(Number)
  }

  #path(number: number): string {
    return join(this.#directory, String(number))
  }
}

function isDead(text: string): boolean {
  const holder = parse(text)
  return holder !== undefined && processIdentity.hasEnded(holder)
}

function parse(text: string | undefined): ProcessIdentity | undefined {
  try {
    const holder = JSON.parse(text ?? '') as ProcessIdentity
    return typeof holder.pid === 'number' ? holder : undefined
  } catch {
    return undefined
  }
}

function lockedBy(text: string, path: string): StorageUnavailableError {
  const holder = parse(text)
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'somebody unknown'
  return new StorageUnavailableError(
    `The file storage is locked by ${who}.`,
    `Try again. If that process does not run any more, delete ${path}.`,
  )
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * (0.5 + Math.random() / 2)))
}

import { type FSWatcher, mkdirSync, watch } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { RecordAddress, RecordPrefix } from '../../../types/Storage.ts'
import { createId } from '../../../utils/createId.ts'
import { reportListenerError } from '../../reportListenerError.ts'
import { Watchers } from '../../Watchers.ts'

/** Of one directory, for all handles in this process. */
const shared = new Map<string, Watchers>()
/** The file by which this process tells others that it wrote. */
const ownNames = new Map<string, string>()

/**
 * Tells of changes of a directory of records: exactly within this process, and between processes
 * by a file that each touches after it wrote, which the others watch. That is a hint: it does not
 * say what was written, and a failure to tell fails no write.
 */
export class ChangeHints {
  readonly #directory: string
  readonly #watchers: Watchers
  #watching: FSWatcher | undefined
  #count = 0

  /** @param directory Absolute; of the hints alone. */
  constructor(directory: string) {
    this.#directory = directory
    this.#watchers = shared.get(directory) ?? new Watchers()
    shared.set(directory, this.#watchers)
    if (!ownNames.has(directory)) ownNames.set(directory, createId())
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    this.#listen()
    this.#count++
    const stop = this.#watchers.add(prefix, listener)
    let active = true
    return () => {
      if (active) {
        stop()
        if (--this.#count === 0) this.#unlisten()
      }
      active = false
    }
  }

  notify(changed: readonly RecordAddress[]): void {
    this.#watchers.notify(changed)
    writeFile(this.#ownFile(), '', { mode: 0o600 }).catch(() => {})
  }

  async close(): Promise<void> {
    this.#unlisten()
    if (this.#watchers.size === 0) await rm(this.#ownFile(), { force: true }).catch(() => {})
  }

  #ownFile(): string {
    return join(this.#directory, ownNames.get(this.#directory) ?? 'unknown')
  }

  #listen(): void {
    if (this.#watching) return
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 })
      this.#watching = watch(this.#directory, { persistent: false }, (_, name) => {
        if (name !== ownNames.get(this.#directory)) this.#watchers.notify([{}])
      })
      this.#watching.on('error', reportListenerError)
    } catch (cause) {
      throw new StorageUnavailableError(
        'The file storage cannot be watched for changes.',
        'The system may be out of file watches (on Linux: fs.inotify.max_user_instances).',
        { cause },
      )
    }
  }

  #unlisten(): void {
    this.#watching?.close()
    this.#watching = undefined
  }
}

import { realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BaseError } from '../../../errors/BaseError.ts'
import { StorageQuotaError } from '../../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../../errors/StorageUnavailableError.ts'
import type { RecordAddress, RecordPrefix } from '../../../types/Storage.ts'
import { createId } from '../../../utils/createId.ts'
import { compareAddresses } from '../../compareAddresses.ts'
import { crc32 } from '../../crc32.ts'
import type { StoredText } from '../../pageOf.ts'
import { prefixesOverlap } from '../../prefixesOverlap.ts'
import type { TextChange } from '../createTextDriver.ts'
import type { Decision, TransactionalStore } from '../TransactionalStore.ts'
import { ChangeHints } from './ChangeHints.ts'
import { DirectoryLock } from './DirectoryLock.ts'
import type { FileSystem } from './FileSystem.ts'
import { hasCode } from './hasCode.ts'
import { recordPath } from './recordPath.ts'

/** A file of a batch: the finished new content, or none when the file goes. */
interface JournalEntry {
  path: string
  /** Its name in the directory of unfinished files. */
  ready: string | undefined
}

/** The directories, once they exist. */
interface Place {
  records: string
  unfinished: string
  journal: string
  lock: DirectoryLock
}

/**
 * Records as files. One change is a new file that takes the old one's name. Several are written
 * whole, then named in a journal: from the moment the journal is on disk the batch has happened, and
 * whoever comes next finishes it before anything else is read.
 */
export class FileStore implements TransactionalStore {
  readonly #fs: FileSystem
  readonly #directory: string
  readonly #lockTimeout: number
  readonly #hints: ChangeHints
  readonly #known = new Set<string>()
  #place: Promise<Place> | undefined
  #tidied = false

  constructor(fs: FileSystem, directory: string, lockTimeout: number) {
    this.#fs = fs
    this.#directory = resolve(directory)
    this.#lockTimeout = lockTimeout
    this.#hints = new ChangeHints(join(this.#directory, 'changes'))
  }

  async read(address: RecordAddress): Promise<string | undefined> {
    const path = recordPath.encode(address)
    return await this.#guard(async (place) => {
      const file = join(place.records, ...path)
      const text = await this.#fs.read(file)
      // After the read: what was read before a batch began is of the time before it.
      if (!(await this.#fs.exists(place.journal))) return text
      return await this.#alone(place, () => this.#fs.read(file))
    })
  }

  async transact<result>(
    addresses: readonly RecordAddress[],
    decide: (stored: readonly (string | undefined)[]) => Decision<result>,
  ): Promise<result> {
    const paths = new Map(addresses.map((address) => [address, recordPath.encode(address)]))
    return await this.#guard((place) =>
      this.#alone(place, async () => {
        const stored = await Promise.all(
          [...paths.values()].map((path) => this.#fs.read(join(place.records, ...path))),
        )
        const { changes, result } = decide(stored)
        if (changes.length > 0) await this.#write(place, changes)
        return result
      }),
    )
  }

  async scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): Promise<readonly StoredText[]> {
    return await this.#guard((place) =>
      this.#alone(place, async () => {
        const found = await this.#find(place, prefix)
        const wanted = found
          .filter((address) => !after || compareAddresses(address, after) > 0)
          .sort(compareAddresses)
          .slice(0, limit)
        const texts = await Promise.all(
          wanted.map((address) =>
            this.#fs.read(join(place.records, ...recordPath.encode(address))),
          ),
        )
        return wanted.flatMap((address, index) => {
          const text = texts[index]
          return text === undefined ? [] : [{ address, text }]
        })
      }),
    )
  }

  watch(prefix: RecordPrefix, listener: () => void): () => void {
    return this.#hints.watch(prefix, listener)
  }

  notify(changed: readonly RecordAddress[]): void {
    this.#hints.notify(changed)
  }

  async close(): Promise<void> {
    await this.#hints.close()
  }

  async #guard<result>(work: (place: Place) => Promise<result>): Promise<result> {
    try {
      this.#place ??= this.#open()
      const place = await this.#place.catch((error) => {
        this.#place = undefined
        throw error
      })
      return await work(place)
    } catch (error) {
      throw translate(error)
    }
  }

  async #open(): Promise<Place> {
    for (const name of ['records', 'unfinished', 'lock', 'changes'])
      await this.#fs.makeDirectory(join(this.#directory, name))
    const root = await realpath(this.#directory)
    return {
      records: join(root, 'records'),
      unfinished: join(root, 'unfinished'),
      journal: join(root, 'journal'),
      lock: new DirectoryLock(this.#fs, join(root, 'lock'), this.#lockTimeout),
    }
  }

  /** Alone of all processes, with nothing left unfinished. */
  #alone<result>(place: Place, work: () => Promise<result>): Promise<result> {
    return place.lock.run(async () => {
      const journal = await this.#fs.read(place.journal)
      if (journal !== undefined) await this.#finish(place, openJournal(journal))
      if (!this.#tidied) {
        await place.lock.tidy()
        for (const name of await this.#fs.list(place.unfinished))
          await this.#fs.remove(join(place.unfinished, name))
        this.#tidied = true
      }
      return await work()
    })
  }

  async #write(place: Place, changes: readonly TextChange[]): Promise<void> {
    const entries: JournalEntry[] = []
    try {
      for (const { address, text } of changes) {
        const path = recordPath.encode(address).join('/')
        const ready = text === undefined ? undefined : createId()
        entries.push({ path, ready })
        if (ready === undefined || text === undefined) continue
        await this.#directoryOf(join(place.records, path))
        await this.#fs.create(join(place.unfinished, ready), text)
      }
      if (entries.length === 1) await this.#apply(place, entries)
      else await this.#begin(place, entries)
    } catch (error) {
      // A journal that could not be taken back counts, and needs them.
      const isBegun = await this.#fs.exists(place.journal).catch(() => true)
      // What stays is removed by the next process.
      for (const { ready } of isBegun ? [] : entries)
        if (ready) await this.#fs.remove(join(place.unfinished, ready)).catch(() => {})
      throw error
    }
    // It has happened. What this cannot finish is finished before the next read, or fails that.
    if (entries.length > 1) await this.#finish(place, entries).catch(() => {})
  }

  async #begin(place: Place, entries: readonly JournalEntry[]): Promise<void> {
    const name = join(place.unfinished, createId())
    await this.#fs.create(name, sealJournal(entries))
    // Else the files could be missing when the journal is there.
    await this.#fs.sync(place.unfinished)
    try {
      await this.#fs.rename(name, place.journal)
      await this.#fs.sync(dirname(place.journal))
    } catch (error) {
      await this.#fs.remove(name).catch(() => {})
      await this.#fs.remove(place.journal)
      throw error
    }
  }

  /** May be repeated from any point. */
  async #finish(place: Place, entries: readonly JournalEntry[]): Promise<void> {
    await this.#apply(place, entries)
    await this.#fs.remove(place.journal)
    await this.#fs.sync(dirname(place.journal))
  }

  async #apply(place: Place, entries: readonly JournalEntry[]): Promise<void> {
    const directories = new Set<string>()
    for (const { path, ready } of entries) {
      const file = join(place.records, path)
      directories.add(dirname(file))
      if (ready === undefined) await this.#fs.remove(file)
      else await this.#settle(join(place.unfinished, ready), file, entries.length > 1)
    }
    for (const directory of directories) await this.#fs.sync(directory)
  }

  async #settle(ready: string, file: string, isBatch: boolean): Promise<void> {
    try {
      await this.#fs.rename(ready, file)
    } catch (error) {
      // Of a batch, it was done before its process died.
      if (!isBatch || !hasCode(error, 'ENOENT') || !(await this.#fs.exists(file))) throw error
    }
  }

  async #directoryOf(file: string): Promise<void> {
    const directory = dirname(file)
    if (this.#known.has(directory)) return
    await this.#fs.makeDirectory(directory)
    this.#known.add(directory)
  }

  async #find(place: Place, prefix: RecordPrefix): Promise<RecordAddress[]> {
    const found: RecordAddress[] = []
    const visit = async (path: readonly string[]): Promise<void> => {
      for (const name of await this.#fs.list(join(place.records, ...path))) {
        const below = [...path, name]
        const [chainId, account, kind] = below
        const place = {
          chainId: Number(chainId),
          ...(account ? { account } : {}),
          ...(kind ? { kind } : {}),
        } as RecordPrefix
        if (!prefixesOverlap(place, prefix)) continue
        if (below.length > 3 && name.endsWith('.json')) {
          const address = recordPath.decode(below)
          if (address) found.push(address)
        } else await visit(below)
      }
    }
    await visit([])
    return found
  }
}

function sealJournal(entries: readonly JournalEntry[]): string {
  const body = JSON.stringify(entries)
  return crc32(body) + body
}

function openJournal(text: string): readonly JournalEntry[] {
  const body = text.slice(8)
  if (crc32(body) === text.slice(0, 8)) return JSON.parse(body) as readonly JournalEntry[]
  throw new StorageUnavailableError(
    'The journal of the file storage is damaged, so the last batch cannot be finished.',
    'Nothing was overwritten. Restore the directory from a backup; or delete the file `journal` in it, and compare its sessions with the chain.',
  )
}

function translate(error: unknown): unknown {
  if (error instanceof BaseError) return error
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT'))
    return new StorageQuotaError('file', { cause: error })
  const denied = hasCode(error, 'EACCES') || hasCode(error, 'EPERM') || hasCode(error, 'EROFS')
  return new StorageUnavailableError(
    'The file storage refused to work.',
    denied
      ? 'Give this process the right to read and write the directory and all in it.'
      : 'Look at the disk and the directory; try again.',
    { cause: error, details: error instanceof Error ? error.message : String(error) },
  )
}

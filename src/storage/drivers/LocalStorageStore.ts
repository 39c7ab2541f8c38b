import { BaseError } from '../../errors/BaseError.ts'
import { StorageQuotaError } from '../../errors/StorageQuotaError.ts'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { RecordAddress, RecordPrefix } from '../../types/Storage.ts'
import { compareAddresses } from '../compareAddresses.ts'
import { crc32 } from '../crc32.ts'
import type { StoredText } from '../pageOf.ts'
import { prefixesOverlap } from '../prefixesOverlap.ts'
import { Watchers } from '../Watchers.ts'
import type { TextChange, TextStore } from './createTextDriver.ts'
import type { WebStorage } from './localStorage.ts'
import { localStorageKey } from './localStorageKey.ts'

/** A key with its text before and after a batch; `null` where there is none. */
type JournalEntry = readonly [key: string, before: string | null, after: string | null]

/**
 * Records as single keys of a web storage.
 *
 * A batch of several changes is first written whole under one journal key, then applied, then the
 * journal is removed: when the tab dies in between, the next page finds the journal and completes it.
 */
export class LocalStorageStore implements TextStore {
  readonly watchers = new Watchers()
  readonly #storage: WebStorage
  readonly #prefix: string
  readonly #journalKey: string
  #recovered = false
  #attached = 0

  constructor(storage: WebStorage, prefix: string) {
    this.#storage = storage
    this.#prefix = `${prefix}:`
    this.#journalKey = `${prefix}:journal`
  }

  read(address: RecordAddress): string | undefined {
    return this.#guard(() => this.#storage.getItem(this.#keyOf(address)) ?? undefined)
  }

  write(changes: readonly TextChange[]): void {
    this.#guard(() => {
      const entries = changes.map(({ address, text }): JournalEntry => {
        const key = this.#keyOf(address)
        return [key, this.#storage.getItem(key), text ?? null]
      })
      if (entries.length === 1) this.#apply(entries)
      else {
        this.#storage.setItem(this.#journalKey, sealJournal(entries))
        this.#recovered = false
        try {
          this.#apply(entries)
        } catch (error) {
          this.#undo(entries)
          this.#endJournal()
          throw error
        }
        this.#endJournal()
      }
    })
  }

  scan(
    prefix: RecordPrefix,
    after: RecordAddress | undefined,
    limit: number,
  ): readonly StoredText[] {
    return this.#guard(() => {
      const addresses: RecordAddress[] = []
      for (let index = 0; index < this.#storage.length; index++) {
        const address = this.#addressOf(this.#storage.key(index) ?? '')
        if (!address || !prefixesOverlap(prefix, address)) continue
        if (!after || compareAddresses(address, after) > 0) addresses.push(address)
      }
      return addresses
        .sort(compareAddresses)
        .slice(0, limit)
        .flatMap((address) => {
          const text = this.#storage.getItem(this.#keyOf(address))
          return text === null ? [] : [{ address, text }]
        })
    })
  }

  /** Hears of other tabs' writes until the returned function is called as often as this one. */
  attach(): () => void {
    if (this.#attached++ === 0) globalThis.addEventListener?.('storage', this.#onStorage)
    let active = true
    return () => {
      if (active && --this.#attached === 0)
        globalThis.removeEventListener?.('storage', this.#onStorage)
      active = false
    }
  }

  readonly #onStorage = ({ storageArea, key }: StorageEvent): void => {
    if (storageArea !== this.#storage) return
    // A null key: all was cleared.
    const place = key === null ? {} : this.#addressOf(key)
    if (place) this.watchers.notify([place])
  }

  #keyOf(address: RecordAddress): string {
    return this.#prefix + localStorageKey.encode(address)
  }

  #addressOf(key: string): RecordAddress | undefined {
    return key.startsWith(this.#prefix)
      ? localStorageKey.decode(key.slice(this.#prefix.length))
      : undefined
  }

  /** Recovers first where that is due, and makes typed errors of the platform's. */
  #guard<result>(work: () => result): result {
    try {
      if (!this.#recovered) this.#recover()
      return work()
    } catch (error) {
      throw translate(error)
    }
  }

  #set(key: string, text: string | null): void {
    if (text === null) this.#storage.removeItem(key)
    else this.#storage.setItem(key, text)
  }

  #apply(entries: readonly JournalEntry[]): void {
    for (const [key, , after] of entries) this.#set(key, after)
  }

  /** Backwards, so that every step comes to a state that fitted before. */
  #undo(entries: readonly JournalEntry[]): void {
    for (const [key, before, after] of entries.toReversed())
      if (this.#storage.getItem(key) === after) this.#set(key, before)
  }

  #endJournal(): void {
    this.#storage.removeItem(this.#journalKey)
    this.#recovered = true
  }

  /** Completes a batch that was begun and neither finished nor taken back. */
  #recover(): void {
    const journal = this.#storage.getItem(this.#journalKey)
    const entries = journal === null ? undefined : openJournal(journal)
    if (entries) {
      try {
        // What is in neither of the two states was written since, and stays.
        this.#apply(entries.filter(([key, before]) => this.#storage.getItem(key) === before))
      } catch {
        this.#undo(entries)
      }
    }
    // A journal that is not whole was never acted upon.
    if (journal !== null) this.#storage.removeItem(this.#journalKey)
    this.#recovered = true
  }
}

function sealJournal(entries: readonly JournalEntry[]): string {
  const body = JSON.stringify(entries)
  return crc32(body) + body
}

function openJournal(text: string): readonly JournalEntry[] | undefined {
  const body = text.slice(8)
  return crc32(body) === text.slice(0, 8)
    ? (JSON.parse(body) as readonly JournalEntry[])
    : undefined
}

function translate(error: unknown): unknown {
  if (error instanceof BaseError) return error
  const name = error instanceof Error ? error.name : 'unknown'
  // Firefox has a name of its own.
  if (name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED')
    return new StorageQuotaError('localStorage', { cause: error })
  return new StorageUnavailableError(
    'localStorage refused to work.',
    'Allow this site to store data, or use `memory()`.',
    { cause: error, details: name },
  )
}

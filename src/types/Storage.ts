import type { Address } from 'viem'
import type { ExternalSessions } from './ExternalSessions.ts'
import type { Json } from './Json.ts'

/**
 * What a record is: the account's root and its staging, one session with its leaves, one wrapped
 * key, or one `SessionState` document (the journal).
 */
export type RecordKind = 'root' | 'session' | 'key' | 'state'

/** Where a record lies. Accounts compare without case. */
export interface RecordAddress {
  chainId: number
  account: Address
  kind: RecordKind
  id: string
}

/**
 * The part of an address that `list` and `watch` match, from the left: nothing, the chain, chain and
 * account, or chain, account and kind. `account` without `chainId` is refused, as is `kind` without
 * `account`: no driver could find these without reading everything.
 */
export interface RecordPrefix {
  chainId?: number | undefined
  account?: Address | undefined
  kind?: RecordKind | undefined
}

/** An opaque token that changes with every write of a record. Compare for equality only. */
export type Revision = string

export interface StoredRecord {
  address: RecordAddress
  value: Json
  revision: Revision
}

/** `undefined`: whatever is there. `null`: only if nothing is there. Otherwise: only that revision. */
export type IfRevision = Revision | null | undefined

export type StorageOperation =
  | { type: 'put'; address: RecordAddress; value: Json; ifRevision?: IfRevision }
  | { type: 'delete'; address: RecordAddress; ifRevision?: IfRevision }
  /** Writes nothing, and fails the batch unless the record is as stated. */
  | { type: 'check'; address: RecordAddress; ifRevision: Revision | null }

export interface StorageListOptions {
  /** From the previous page. */
  cursor?: string | undefined
  /** @default 1000 */
  limit?: number | undefined
  /**
   * What a damaged record, or one from a future version, does: `throw` fails the list; `report`
   * leaves it out of `records` and puts it in `unreadable`, so that one does not hide the others.
   * @default 'throw'
   */
  unreadable?: 'throw' | 'report' | undefined
}

/** A record that is there and cannot be read. It stays as it is. */
export interface UnreadableRecord {
  address: RecordAddress
  /** Stands for exactly these bytes: the only `ifRevision` that may replace or delete them. */
  revision: Revision
  /** Why: a StorageCorruptError or a StorageVersionError. */
  error: Error
}

export interface StoragePage {
  records: readonly StoredRecord[]
  /** Present when some could not be read, and `unreadable: 'report'` was asked for. */
  unreadable?: readonly UnreadableRecord[] | undefined
  /** Present when there is more. */
  cursor?: string | undefined
}

/** What a driver can do; the kit refuses one that cannot do what it needs. */
export interface StorageSupport {
  /** `batch` is all or nothing. */
  atomicBatch: boolean
  /**
   * Compare-and-swap holds between all contexts (tabs, processes) that can reach the store, not in
   * this one alone. True of a store that no other context can reach.
   */
  sharedCompareAndSwap: boolean
  /** What is written survives the end of the process or tab. */
  durable: boolean
  /** `watch` tells of the writes of all contexts that can reach the store. */
  watchesOthers: boolean
  /**
   * Whoever can reach the store shares Web Locks: the tabs of one origin in one browser, or this
   * context alone. A crash in the middle of a grant is then noticed at once instead of after some
   * seconds.
   * @default false
   */
  webLocks?: boolean | undefined
}

/**
 * The storage contract: records with revisions. Values are copied in and out, at the time of the
 * call; no driver keeps or returns an object of the caller's. Values that JSON cannot hold, also
 * `undefined` inside an object, are refused. Every method that fails rejects with a typed error.
 *
 * A record that is damaged (StorageCorruptError) or from a future version (StorageVersionError) is
 * not read, erased or overwritten, but for a `put` or `delete` whose `ifRevision` is the `revision`
 * of that error.
 */
export interface SessionStorageDriver {
  readonly name: string
  readonly supports: StorageSupport
  /** Present when it also knows a store of somebody else's; see `fromSessionStorageClient`. */
  readonly external?: ExternalSessions | undefined
  get(address: RecordAddress): Promise<StoredRecord | undefined>
  /** @throws StorageConflictError when `ifRevision` does not match. */
  put(
    address: RecordAddress,
    value: Json,
    options?: { ifRevision?: IfRevision },
  ): Promise<StoredRecord>
  /** Deleting what is not there succeeds, unless `ifRevision` asks for it. */
  delete(address: RecordAddress, options?: { ifRevision?: IfRevision }): Promise<void>
  /** In the order of chain, account, kind and id; strings by code unit. */
  list(prefix: RecordPrefix, options?: StorageListOptions): Promise<StoragePage>
  /**
   * All or nothing. Results in the order of the operations; `undefined` for deletes and checks. All
   * conditions are about the state before the batch, and no record may be named twice.
   */
  batch(operations: readonly StorageOperation[]): Promise<readonly (StoredRecord | undefined)[]>
  /**
   * Calls `listener` after writes below `prefix`: a hint to read again, not the data. Never for
   * writes that failed; once for several writes at a time.
   */
  watch(prefix: RecordPrefix, listener: () => void): () => void
  /** Ends all watches. Calls from then on fail with StorageUnavailableError. */
  close(): Promise<void>
}

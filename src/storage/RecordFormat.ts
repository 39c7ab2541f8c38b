import type { Json } from '../types/Json.ts'
import type { RecordAddress, RecordKind } from '../types/Storage.ts'

/**
 * What a record's value of one version is in the next. Pure: it may be called often, by several
 * contexts at once, and its result may never be written. What it cannot change it throws on.
 *
 * @param value A copy; it may be changed and returned.
 */
export type RecordMigration = (address: RecordAddress, value: Json) => Json

/**
 * By the version that a record comes from, then by kind; kinds that are not named stay as they are.
 * Every version that is to be read has an entry, if only an empty one.
 */
export type RecordMigrations = Readonly<
  Record<number, Readonly<Partial<Record<RecordKind, RecordMigration>>>>
>

/** The form in which records are written, and from which older ones it can be read. */
export interface RecordFormat {
  /** The version that is written. */
  readonly version: number
  readonly migrations: RecordMigrations
}

import type { RecordMigrations } from './RecordFormat.ts'

/**
 * The changes of records from each version to the next. Version 1 is the first, so there are none.
 *
 * To change what a kind of record holds: raise `recordVersion` to n + 1, and give here the change
 * from n. A record is changed whenever it is read, and stored so by its next write; nothing is
 * rewritten for its own sake. A kit that knows n alone refuses it from then on.
 *
 * - `state` also holds notes of the kit's own on chain 0 (of the storage server, and of `layered`):
 *   give back what is no SessionState as it is.
 * - What `encrypted` and `layered` put into another storage is not changed there: they change the
 *   value inside when they take it out.
 * - The version does not go over the wire or into a backup: raise theirs too (`protocol`,
 *   `sealBackup`).
 */
export const recordMigrations: RecordMigrations = {}

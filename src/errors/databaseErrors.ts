import { StorageUnavailableError } from './StorageUnavailableError.ts'

/** A database of this name is there, and GrantKit did not make it. It was left as it is. */
export class ForeignDatabaseError extends StorageUnavailableError {
  override name = 'ForeignDatabaseError'
  readonly database: string
  constructor({ database, missing }: { database: string; missing: readonly string[] }) {
    const name = JSON.stringify(database)
    const stores = missing.map((store) => JSON.stringify(store)).join(', ')
    super(
      `The IndexedDB database ${name} is there, but without its object store ${stores}: something else made it.`,
      `Give GrantKit another \`name\`, or delete that database if nothing needs it: indexedDB.deleteDatabase(${name}). It holds no sessions and no keys of GrantKit.`,
    )
    this.database = database
  }
}

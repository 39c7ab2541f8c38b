/** What `sqlite` needs of a database: `better-sqlite3` and `node:sqlite` both have it. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
  close(): unknown
}

export interface SqliteStatement {
  get(...parameters: (string | number)[]): unknown
  all(...parameters: (string | number)[]): unknown[]
  run(...parameters: (string | number)[]): unknown
}

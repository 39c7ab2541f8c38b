import Database from 'better-sqlite3'
import type { SessionStorage } from '../../../src/storage/state/SessionStorage.ts'
import type { SessionState } from '../../../src/types/SessionState.ts'

// From here on as in the documentation of session storage, word for word; the formatter's alone
// are line breaks, quotes and semicolons.
export class SQLiteSessionStorage implements SessionStorage {
  private db: Database.Database

  constructor(dbPath: string) {
    this.db = new Database(dbPath)
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS sessions (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        updated_at INTEGER NOT NULL
      )
    `)
  }

  async save(state: SessionState): Promise<void> {
    this.db
      .prepare(`
      INSERT OR REPLACE INTO sessions (id, state, updated_at)
      VALUES (?, ?, ?)
    `)
      .run(state.id, JSON.stringify(state), Date.now())
  }

  async load(sessionId: string): Promise<SessionState | undefined> {
    const row = this.db.prepare('SELECT state FROM sessions WHERE id = ?').get(sessionId) as
      | { state: string }
      | undefined
    return row ? JSON.parse(row.state) : undefined
  }

  async delete(sessionId: string): Promise<void> {
    this.db.prepare('DELETE FROM sessions WHERE id = ?').run(sessionId)
  }

  async list(): Promise<string[]> {
    const rows = this.db.prepare('SELECT id FROM sessions').all() as { id: string }[]
    return rows.map((r) => r.id)
  }
}

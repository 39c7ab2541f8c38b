import type { SessionState } from '../../types/SessionState.ts'
import { copyState } from './copyState.ts'
import type { SessionStorage } from './SessionStorage.ts'

/**
 * Keeps states for as long as the page or process lives.
 *
 * @example
 * const storage = new MemorySessionStorage()
 * storage.size() // 0
 */
export class MemorySessionStorage implements SessionStorage {
  readonly #states = new Map<string, SessionState>()

  async save(state: SessionState): Promise<void> {
    const copy = copyState(state)
    this.#states.set(copy.id, copy)
  }

  async load(sessionId: string): Promise<SessionState | undefined> {
    const state = this.#states.get(sessionId)
    return state && copyState(state)
  }

  async delete(sessionId: string): Promise<void> {
    this.#states.delete(sessionId)
  }

  async list(): Promise<string[]> {
    return [...this.#states.keys()]
  }

  async update(
    sessionId: string,
    change: (state: SessionState | undefined) => SessionState,
  ): Promise<SessionState> {
    const state = this.#states.get(sessionId)
    const next = copyState(change(state && copyState(state)))
    this.#states.set(next.id, next)
    return copyState(next)
  }

  /** Forgets all sessions. */
  clear(): void {
    this.#states.clear()
  }

  /** How many sessions there are. */
  size(): number {
    return this.#states.size
  }
}

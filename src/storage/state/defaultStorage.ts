import { MemorySessionStorage } from './MemorySessionStorage.ts'
import type { SessionStorage } from './SessionStorage.ts'

let current: SessionStorage | undefined

/** The storage of sessions that were given none; in memory until `setDefaultStorage` is called. */
export const defaultStorage = {
  get(): SessionStorage {
    current ??= new MemorySessionStorage()
    return current
  },
  set(storage: SessionStorage): void {
    current = storage
  },
}

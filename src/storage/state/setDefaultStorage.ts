import { defaultStorage } from './defaultStorage.ts'
import type { SessionStorage } from './SessionStorage.ts'

/**
 * Sets where sessions are kept that are created without a `sessionStorage`. Call it once, at the
 * start; on a server that serves several users, pass `sessionStorage` instead.
 *
 * @example
 * setDefaultStorage(new FileSessionStorage('./sessions'))
 */
export function setDefaultStorage(storage: SessionStorage): void {
  defaultStorage.set(storage)
}

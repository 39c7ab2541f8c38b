import { tell } from '../storage/tell.ts'

/** A value that can be watched. */
export interface Observable<value> {
  get(): value
  /** Sets it, and tells the listeners when it is another value than before. */
  set(next: value): void
  subscribe(listener: () => void): () => void
}

/** The smallest store that React's `useSyncExternalStore` can bind to. */
export function createObservable<value>(initial: value): Observable<value> {
  let current = initial
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set(next) {
      if (Object.is(next, current)) return
      current = next
      for (const listener of [...listeners]) tell(listener, undefined)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

import type { RecordPrefix } from '../types/Storage.ts'
import { prefixesOverlap } from './prefixesOverlap.ts'
import { reportListenerError } from './reportListenerError.ts'

interface Watcher {
  prefix: RecordPrefix
  listener: () => void
}

/**
 * The listeners of one store. Each is called once per microtask, however many writes there were; an
 * error in one reaches the platform's error reporting and no other listener.
 */
export class Watchers {
  readonly #watchers = new Set<Watcher>()
  readonly #due = new Set<Watcher>()

  get size(): number {
    return this.#watchers.size
  }

  /** @param prefix Normalised. */
  add(prefix: RecordPrefix, listener: () => void): () => void {
    const watcher = { prefix, listener }
    this.#watchers.add(watcher)
    return () => {
      this.#watchers.delete(watcher)
    }
  }

  /** Tells those who watch any of `places`: addresses, or prefixes where less is known. */
  notify(places: readonly RecordPrefix[]): void {
    const wasIdle = this.#due.size === 0
    for (const watcher of this.#watchers)
      if (places.some((place) => prefixesOverlap(place, watcher.prefix))) this.#due.add(watcher)
    if (wasIdle && this.#due.size > 0) queueMicrotask(() => this.#flush())
  }

  clear(): void {
    this.#watchers.clear()
    this.#due.clear()
  }

  #flush(): void {
    const due = [...this.#due]
    this.#due.clear()
    for (const watcher of due) {
      // It may have unsubscribed since, even from within the listener before it.
      if (!this.#watchers.has(watcher)) continue
      try {
        watcher.listener()
      } catch (error) {
        reportListenerError(error)
      }
    }
  }
}

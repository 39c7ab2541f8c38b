/** `navigator.locks` as far as the kit uses it. */
export interface PageLocks {
  request<result>(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    task: (lock: object | null) => Promise<result>,
  ): Promise<result>
}

export interface SharedLocks {
  /** The locks as one page sees them. */
  page(): PageLocks
  /** Ends a page: what it holds is given to who waits for it. */
  close(page: PageLocks): void
}

/** Web Locks between pages of one process: exclusive ones, in the order of the requests. */
export function createSharedLocks(): SharedLocks {
  const held = new Map<string, { page: PageLocks; release(): void; released: Promise<void> }>()
  const hold = (name: string, page: PageLocks) => {
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = () => {
        held.delete(name)
        resolve()
      }
    })
    const entry = { page, release, released }
    held.set(name, entry)
    return entry
  }
  return {
    page() {
      const page: PageLocks = {
        async request(name, { ifAvailable = false, signal }, task) {
          for (let other = held.get(name); other; other = held.get(name)) {
            if (ifAvailable) return task(null)
            await other.released
            signal?.throwIfAborted()
          }
          const entry = hold(name, page)
          try {
            return await task({})
          } finally {
            if (held.get(name) === entry) entry.release()
          }
        },
      }
      return page
    },
    close(page) {
      for (const entry of [...held.values()]) if (entry.page === page) entry.release()
    },
  }
}

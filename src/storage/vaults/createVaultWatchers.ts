import { tell } from '../tell.ts'

export interface VaultWatchers {
  /** @returns ends it. */
  watch(onChange: () => void): () => void
  /** Tells all of them. */
  notify(): void
}

/** Those who want to know when a vault is locked or unlocked. */
export function createVaultWatchers(): VaultWatchers {
  const watchers = new Set<{ onChange: () => void }>()
  return {
    watch(onChange) {
      const watcher = { onChange }
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
    notify() {
      // one that was ended by the one before it is not told
      for (const watcher of [...watchers])
        if (watchers.has(watcher)) tell(watcher.onChange, undefined)
    },
  }
}

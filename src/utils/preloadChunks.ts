import type { LazyChunk } from './lazyChunk.ts'
import { whenIdle } from './whenIdle.ts'

/**
 * Loads chunks once the page is idle, so that they are there before they are needed, also when the
 * network is gone by then. What could not be loaded is tried again when the network is back.
 * @returns stops it.
 */
export function preloadChunks(chunks: readonly LazyChunk<unknown>[]): () => void {
  let cancel = whenIdle(load)
  let ended = false
  function load() {
    Promise.all(chunks.map((chunk) => chunk.load())).catch(() => {
      // nobody waits for it: who needs it meanwhile is told why it is not there
      if (!ended) window.addEventListener('online', again, { once: true })
    })
  }
  function again() {
    cancel = whenIdle(load)
  }
  return () => {
    ended = true
    cancel()
    window.removeEventListener('online', again)
  }
}

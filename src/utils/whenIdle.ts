/** Safari has no `requestIdleCallback`: by then a page has drawn itself, milliseconds. */
const pause = 200
/** A page that is never idle is not waited for longer than this, milliseconds. */
const longest = 5_000

/**
 * Calls back once the page has nothing else to do.
 * @returns takes it back.
 */
export function whenIdle(callback: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(callback, { timeout: longest })
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(callback, pause)
  return () => clearTimeout(timer)
}

import { onTestFinished } from 'vitest'

/**
 * Collects the rejections that are nobody's, as a page's error tracker would.
 * @returns those so far, once the browser has had its turn to report them.
 */
export function watchRejections(): () => Promise<unknown[]> {
  const seen: unknown[] = []
  const onRejection = (event: PromiseRejectionEvent) => seen.push(event.reason)
  window.addEventListener('unhandledrejection', onRejection)
  onTestFinished(() => window.removeEventListener('unhandledrejection', onRejection))
  return async () => {
    // they are reported at the end of a task: two tasks later they are in
    for (const _ of [1, 2])
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve()
        port2.postMessage(undefined)
      })
    return seen
  }
}

import { AbortedError } from '../errors/AbortedError.ts'

/**
 * What cannot be cancelled can be given up on: rejects as soon as the signal is aborted, and what
 * comes of the promise later is thrown away.
 *
 * @throws AbortedError
 */
export function untilAborted<value>(
  promise: Promise<value>,
  signal: AbortSignal | undefined,
): Promise<value> {
  if (!signal) return promise
  return new Promise<value>((resolve, reject) => {
    const onAbort = () => reject(new AbortedError({ cause: signal.reason }))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

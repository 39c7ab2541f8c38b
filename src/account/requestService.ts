import type { Client } from 'viem'
import { AbortedError } from '../errors/AbortedError.ts'
import { BundlerTimeoutError } from '../errors/BundlerTimeoutError.ts'
import { type ServiceRequest, toServiceError } from './toServiceError.ts'

/** How long a bundler or paymaster may take for an answer, milliseconds. */
export const defaultRequestTimeout = 10_000

/**
 * Asks a bundler or paymaster once. The time limit is kept here: a transport's own ends with the
 * header of the answer, and not at all where a signal is given.
 *
 * @throws AbortedError when the signal ends the wait.
 * @throws BundlerUnreachableError, or another typed error for what was answered.
 */
export async function requestService(
  rpc: Client,
  params: unknown,
  request: ServiceRequest & { signal?: AbortSignal | undefined },
): Promise<unknown> {
  const { service, method, timeout, signal } = request
  if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
  const chainEffect = method === 'eth_sendUserOperation' ? 'unknown' : 'none'
  const ended = new AbortController()
  let onAbort: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await Promise.race([
      // never twice: of an operation that was sent again, the second answer says nothing of the first
      rpc.request({ method, params } as never, { retryCount: 0, signal: ended.signal }),
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new BundlerTimeoutError({ service, method, timeout, chainEffect })),
          timeout,
        )
        onAbort = () => reject(new AbortedError({ chainEffect, cause: signal?.reason }))
        signal?.addEventListener('abort', onAbort)
      }),
    ])
  } catch (error) {
    throw toServiceError(error, request)
  } finally {
    clearTimeout(timer)
    if (onAbort) signal?.removeEventListener('abort', onAbort)
    ended.abort()
  }
}

import { AbortedError } from '../errors/AbortedError.ts'
import type { AccountScope } from '../types/Session.ts'

export interface AccountLockOptions {
  /** Gives up waiting for one's turn. What has begun is not ended by it. */
  signal?: AbortSignal | undefined
  /** Called when another change of the account is at it, and this one has to wait. */
  onQueued?: (() => void) | undefined
}

export interface AccountLock {
  /**
   * Runs a task once those that asked before it are done.
   *
   * @throws AbortedError when `signal` ended the waiting; then the task never runs.
   */
  run<result>(
    scope: AccountScope,
    task: () => Promise<result>,
    options?: AccountLockOptions,
  ): Promise<result>
  /** Runs a task at once, or not at all when another one is at it. */
  tryRun<result>(
    scope: AccountScope,
    task: () => Promise<result>,
  ): Promise<{ ran: true; result: result } | { ran: false }>
}

/**
 * Runs one change of an account at a time: over all tabs where Web Locks exist, within this process
 * where they do not. It keeps changes in order; that none is lost is the storage's
 * compare-and-swap.
 */
export function createAccountLock(): AccountLock {
  const tails = new Map<string, Promise<unknown>>()
  const nameOf = (scope: AccountScope) => `grantkit:${scope.chainId}:${scope.account.toLowerCase()}`

  const runHere = async <result>(
    name: string,
    task: () => Promise<result>,
    { signal, onQueued }: AccountLockOptions = {},
  ): Promise<result> => {
    const tail = tails.get(name)
    if (tail !== undefined) onQueued?.()
    let begun = false
    const run = (tail ?? Promise.resolve()).then(() => {
      if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
      begun = true
      return task()
    })
    const onSettled = () => {
      if (tails.get(name) === settled) tails.delete(name)
    }
    const settled: Promise<void> = run.then(onSettled, onSettled)
    tails.set(name, settled)
    return await untilAborted(run, signal, () => begun)
  }

  const runUnderLock = async <result>(
    name: string,
    task: () => Promise<result>,
    options: LockOptions,
  ): Promise<{ ran: true; result: result } | { ran: false }> =>
    // the types of the platform await twice; a promise inside the box is awaited once
    globalThis.navigator.locks.request(name, options, async (lock) =>
      lock ? { ran: true as const, result: await task() } : { ran: false as const },
    )

  return {
    async run(scope, task, options = {}) {
      const name = nameOf(scope)
      if (!globalThis.navigator?.locks) return runHere(name, task, options)
      const { signal, onQueued } = options
      if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
      const atOnce = await runUnderLock(name, task, { ifAvailable: true })
      if (atOnce.ran) return atOnce.result
      onQueued?.()
      let begun = false
      const begin = () => {
        begun = true
        return task()
      }
      const outcome = await runUnderLock(name, begin, signal ? { signal } : {}).catch(
        (error: unknown) => {
          throw signal?.aborted && !begun ? new AbortedError({ cause: signal.reason }) : error
        },
      )
      // a lock that is waited for is given
      if (!outcome.ran) throw new AbortedError({})
      return outcome.result
    },
    async tryRun(scope, task) {
      const name = nameOf(scope)
      if (globalThis.navigator?.locks) return runUnderLock(name, task, { ifAvailable: true })
      return tails.has(name) ? { ran: false } : { ran: true, result: await runHere(name, task) }
    },
  }
}

/** Rejects when the signal ends the waiting; what has begun is waited for. */
function untilAborted<value>(
  promise: Promise<value>,
  signal: AbortSignal | undefined,
  hasBegun: () => boolean,
): Promise<value> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      if (!hasBegun()) reject(new AbortedError({ cause: signal.reason }))
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

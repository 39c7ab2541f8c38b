import type { AccountScope } from '../types/Session.ts'

export interface AccountLock {
  /** Runs a task once those that asked before it are done. */
  run<result>(scope: AccountScope, task: () => Promise<result>): Promise<result>
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

  const runHere = async <result>(name: string, task: () => Promise<result>): Promise<result> => {
    const run = (tails.get(name) ?? Promise.resolve()).then(task)
    const settled = run.then(
      () => undefined,
      () => undefined,
    )
    tails.set(name, settled)
    try {
      return await run
    } finally {
      if (tails.get(name) === settled) tails.delete(name)
    }
  }

  return {
    async run(scope, task) {
      const name = nameOf(scope)
      const locks = globalThis.navigator?.locks
      if (!locks) return runHere(name, task)
      // the types of the platform await twice; a promise inside the box is awaited once
      const { result } = await locks.request(name, async () => ({ result: await task() }))
      return result
    },
    async tryRun(scope, task) {
      const name = nameOf(scope)
      const locks = globalThis.navigator?.locks
      if (!locks)
        return tails.has(name) ? { ran: false } : { ran: true, result: await runHere(name, task) }
      return locks.request(name, { ifAvailable: true }, async (lock) =>
        lock ? { ran: true as const, result: await task() } : { ran: false as const },
      )
    },
  }
}

import type { AccountScope } from '../types/Session.ts'
import { createObservable, type Observable } from './createObservable.ts'

export interface WatchedScopes
  extends Pick<Observable<readonly AccountScope[]>, 'get' | 'subscribe'> {
  /** @returns ends it. The scope counts as watched until all that added it have ended it. */
  add(scope: AccountScope): () => void
}

/** Which accounts something looks at: they are the ones to keep settled with the chain. */
export function createWatchedScopes(): WatchedScopes {
  const watched = createObservable<readonly AccountScope[]>([])
  const counts = new Map<string, number>()
  const keyOf = (scope: AccountScope) => `${scope.chainId}:${scope.account.toLowerCase()}`
  return {
    get: watched.get,
    subscribe: watched.subscribe,
    add({ chainId, account }) {
      const key = keyOf({ chainId, account })
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      if (count === 0) watched.set([...watched.get(), { chainId, account }])
      let ended = false
      return () => {
        if (ended) return
        ended = true
        const left = (counts.get(key) ?? 1) - 1
        if (left > 0) {
          counts.set(key, left)
          return
        }
        counts.delete(key)
        watched.set(watched.get().filter((scope) => keyOf(scope) !== key))
      }
    },
  }
}

import type { Address, Hex } from 'viem'
import type { AccountScope } from '../types/Session.ts'
import { createObservable, type Observable } from './createObservable.ts'

/** What the chain was last seen to say of an account. */
export interface ChainView {
  /** The root on the chain. */
  root: Hex
  /** Whether the account asks the key manager, and the batch router. */
  keyManagerEnabled?: boolean | undefined
  batchRouterEnabled?: boolean | undefined
  /** All modules that it asks, in the order of its list. */
  modules?: readonly Address[] | undefined
  /** Whether it runs other code than Biconomy V2's. */
  upgraded?: boolean | undefined
  /** The block at which it was read. */
  blockNumber: bigint
  /** That block's time, Unix seconds. */
  blockTime: number
  /** The chain's clock at that moment, Unix seconds. */
  chainTime: number
  /** `performance.now()` at that moment: a clock that the user cannot move. */
  seenAt: number
}

export interface ChainViews extends Pick<Observable<unknown>, 'subscribe'> {
  get(scope: AccountScope): ChainView | undefined
  /** @returns the newest that is known: an answer of a node that is behind changes nothing. */
  set(scope: AccountScope, view: Omit<ChainView, 'seenAt'>): ChainView
  /** The chain's clock now, Unix seconds; this device's until the chain was seen. */
  now(scope: AccountScope): number
}

/** Keeps what was seen of each account, for as long as the page or process lives. */
export function createChainViews(): ChainViews {
  const views = createObservable<ReadonlyMap<string, ChainView>>(new Map())
  const keyOf = (scope: AccountScope) => `${scope.chainId}:${scope.account.toLowerCase()}`
  return {
    get: (scope) => views.get().get(keyOf(scope)),
    set(scope, view) {
      const known = views.get().get(keyOf(scope))
      // an answer of a node that is behind; a lower block with a later time is that of a chain set back
      const isOld =
        known && known.blockNumber > view.blockNumber && known.blockTime >= view.blockTime
      if (isOld) return known
      const { root, keyManagerEnabled, batchRouterEnabled, modules, upgraded } = view
      const { blockNumber, blockTime, chainTime } = view
      const account = { root, keyManagerEnabled, batchRouterEnabled, modules, upgraded }
      const next = { ...account, blockNumber, blockTime, chainTime, seenAt: performance.now() }
      if (known && isSameAccount(known, next)) {
        // nothing to tell of: the clock alone moved on
        return Object.assign(known, next)
      }
      views.set(new Map(views.get()).set(keyOf(scope), next))
      return next
    },
    now(scope) {
      const view = views.get().get(keyOf(scope))
      if (!view) return Math.floor(Date.now() / 1000)
      return Math.floor(view.chainTime + (performance.now() - view.seenAt) / 1000)
    },
    subscribe: views.subscribe,
  }
}

function isSameAccount(a: ChainView, b: ChainView): boolean {
  return (
    a.root === b.root &&
    a.keyManagerEnabled === b.keyManagerEnabled &&
    a.batchRouterEnabled === b.batchRouterEnabled &&
    a.upgraded === b.upgraded
  )
}

import type { Permission } from '../types/Policy.ts'
import type { Interval } from '../types/SessionLeaf.ts'
import type { WordSet } from './wordSet.ts'

/**
 * How one thing compares with another: `same` allows the same calls, `narrower` fewer, `wider` more,
 * and `different` some that the other does not, and the other way round.
 */
export type PolicyChange = 'same' | 'narrower' | 'wider' | 'different'

/** A word of the arguments that may have other values than before. */
export interface WordChange {
  /** Bytes from after the selector. */
  offset: number
  before: WordSet
  after: WordSet
}

/** A permission for the same function of the same contract, before and after. */
export interface PermissionChange {
  change: Exclude<PolicyChange, 'same'>
  before: Permission
  after: Permission
  /** Wei per call; only where it changed. */
  valueLimit: { before: bigint; after: bigint } | undefined
  /** What changed, by place. */
  words: readonly WordChange[]
}

/** What would be allowed after, and was not before, and the other way round. */
export interface PolicyDiff {
  /** All in all, the time included. `same` and `narrower`: nothing new would be allowed. */
  change: PolicyChange
  added: readonly Permission[]
  removed: readonly Permission[]
  changed: readonly PermissionChange[]
  unchanged: readonly Permission[]
  /** Whether several calls may go in one operation; only where that changed. */
  batch: { before: boolean; after: boolean } | undefined
  interval: { change: PolicyChange; before: Interval; after: Interval }
}

import type { WordSet } from './wordSet.ts'

/** Whether every word of `inner` is in `outer`. Exact. */
export function isSubset(inner: WordSet, outer: WordSet): boolean {
  if (inner.empty) return true
  if (inner.min < outer.min || inner.max > outer.max) return false
  for (const value of outer.excluded) {
    if (value >= inner.min && value <= inner.max && !inner.excluded.has(value)) return false
  }
  return true
}

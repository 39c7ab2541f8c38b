import type { Interval } from '../types/SessionLeaf.ts'

/** Whether `inner` starts no earlier and ends no later than `outer`. `validUntil: 0` is no end. */
export function isIntervalWithin(inner: Interval, outer: Interval): boolean {
  const endsInside =
    outer.validUntil === 0 || (inner.validUntil !== 0 && inner.validUntil <= outer.validUntil)
  return inner.validAfter >= outer.validAfter && endsInside
}

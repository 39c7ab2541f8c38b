/** A bound for an unsigned comparison: a negative literal does not compile. */
export type UnsignedBound<value extends bigint | number> = `${value}` extends `-${string}`
  ? never
  : value

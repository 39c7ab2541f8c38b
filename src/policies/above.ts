import type { Comparison } from './Comparison.ts'
import type { UnsignedBound } from './UnsignedBound.ts'

/**
 * The argument must be more than this value. Unsigned integers only.
 *
 * @example
 * contractCall({ address, abi, functionName: 'bid', args: { amount: above(0n) } })
 */
export function above<const value extends bigint | number>(
  value: UnsignedBound<value>,
): Comparison<'above', value> {
  return Object.freeze({ condition: 'above' as const, value })
}

import type { Comparison } from './Comparison.ts'
import type { UnsignedBound } from './UnsignedBound.ts'

/**
 * The argument must be less than this value. Unsigned integers only.
 *
 * @example
 * contractCall({ address, abi, functionName: 'deposit', args: { amount: below(1_000_000n) } })
 */
export function below<const value extends bigint | number>(
  value: UnsignedBound<value>,
): Comparison<'below', value> {
  return Object.freeze({ condition: 'below' as const, value })
}

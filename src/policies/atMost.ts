import type { Comparison } from './Comparison.ts'
import type { UnsignedBound } from './UnsignedBound.ts'

/**
 * The argument must be this value or less. Unsigned integers only.
 *
 * @example
 * contractCall({ address, abi, functionName: 'deposit', args: { amount: atMost(1_000_000n) } })
 */
export function atMost<const value extends bigint | number>(
  value: UnsignedBound<value>,
): Comparison<'atMost', value> {
  return Object.freeze({ condition: 'atMost' as const, value })
}

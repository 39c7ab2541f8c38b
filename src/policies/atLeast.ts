import type { Comparison } from './Comparison.ts'
import type { UnsignedBound } from './UnsignedBound.ts'

/**
 * The argument must be this value or more. Unsigned integers only.
 *
 * @example
 * contractCall({ address, abi, functionName: 'swap', args: { minOut: atLeast(990n) } })
 */
export function atLeast<const value extends bigint | number>(
  value: UnsignedBound<value>,
): Comparison<'atLeast', value> {
  return Object.freeze({ condition: 'atLeast' as const, value })
}

import type { Comparison } from './Comparison.ts'

/**
 * The argument must be exactly this value. A bare value in `args` means the same.
 *
 * @example
 * contractCall({ address, abi, functionName: 'safeMint', args: { to: equals(account) } })
 */
export function equals<const value extends bigint | number | boolean | string>(
  value: value,
): Comparison<'equal', value> {
  return Object.freeze({ condition: 'equal' as const, value })
}

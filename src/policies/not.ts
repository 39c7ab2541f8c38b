import type { Comparison } from './Comparison.ts'

/**
 * The argument may be anything but this value.
 *
 * @example
 * contractCall({ address, abi, functionName: 'vote', args: { option: not(0) } })
 */
export function not<const value extends bigint | number | boolean | string>(
  value: value,
): Comparison<'notEqual', value> {
  return Object.freeze({ condition: 'notEqual' as const, value })
}

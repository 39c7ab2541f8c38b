import type { ArgumentRule } from '../types/Policy.ts'

const wordMax = (1n << 256n) - 1n

/** The 32-byte words, read as unsigned numbers, that pass every rule at one place. */
export interface WordSet {
  min: bigint
  max: bigint
  /** Single values between `min` and `max` that do not pass. */
  excluded: ReadonlySet<bigint>
  /** Whether no word passes at all. */
  empty: boolean
}

/** What a set of rules at one offset lets through. All of them must hold. */
export function wordSet(
  rules: readonly Pick<ArgumentRule, 'condition' | 'referenceValue'>[],
): WordSet {
  let min = 0n
  let max = wordMax
  const not = new Set<bigint>()
  for (const { condition, referenceValue } of rules) {
    const value = BigInt(referenceValue)
    if (condition === 'notEqual') not.add(value)
    if (condition === 'equal' || condition === 'atLeast') min = larger(min, value)
    if (condition === 'equal' || condition === 'atMost') max = smaller(max, value)
    if (condition === 'above') min = larger(min, value + 1n)
    if (condition === 'below') max = smaller(max, value - 1n)
  }
  while (min <= max && not.has(min)) min++
  while (min <= max && not.has(max)) max--
  const excluded = new Set([...not].filter((value) => value > min && value < max))
  return { min, max, excluded, empty: min > max }
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

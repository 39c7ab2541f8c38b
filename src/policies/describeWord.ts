import type { ArgumentRule } from '../types/Policy.ts'
import { cleanWord } from './cleanWord.ts'
import type { ConditionDescription } from './LeafDescription.ts'
import { maxOfType } from './maxOfType.ts'

/**
 * A rule as a condition on a value of the argument's type. Nothing where the words would mislead:
 * an order that the type does not have, or a reference that is no clean value of it.
 */
export function describeWord(
  type: string,
  { condition, referenceValue: raw }: Pick<ArgumentRule, 'condition' | 'referenceValue'>,
): ConditionDescription | undefined {
  const word = BigInt(raw)
  const max = maxOfType(type)
  if (condition === 'atMost' && max !== undefined && word >= max) {
    return { condition, value: type.startsWith('uint') ? word : raw, raw, implied: true }
  }
  if (type.startsWith('uint') && max !== undefined) {
    // Beyond the type, a lower bound or an exact value demands a word that is malformed.
    const reachable =
      condition === 'above'
        ? word < max
        : condition === 'atMost' || condition === 'below' || word <= max
    return reachable ? { condition, value: word, raw, implied: false } : undefined
  }
  if (condition !== 'equal' && condition !== 'notEqual') return undefined
  const value = cleanWord(type, raw)
  return value === undefined ? undefined : { condition, value, raw, implied: false }
}

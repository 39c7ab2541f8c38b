import { type Address, getAddress, type Hex } from 'viem'
import type { ArgumentRule } from '../types/Policy.ts'
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
  const value = cleanValue(type, word, raw)
  return value === undefined ? undefined : { condition, value, raw, implied: false }
}

function cleanValue(
  type: string,
  word: bigint,
  raw: Hex,
): ConditionDescription['value'] | undefined {
  const max = maxOfType(type)
  if (type === 'bool') return word <= 1n ? word === 1n : undefined
  if (type === 'address') {
    return max !== undefined && word <= max
      ? getAddress(`0x${raw.slice(26)}` as Address)
      : undefined
  }
  const bits = /^int([0-9]+)$/.exec(type)?.[1]
  if (bits !== undefined) {
    const value = BigInt.asIntN(Number(bits), word)
    return BigInt.asUintN(256, value) === word ? value : undefined
  }
  const bytes = type === 'function' ? 24 : Number(/^bytes([0-9]+)$/.exec(type)?.[1])
  const end = 2 + bytes * 2
  return /^0*$/.test(raw.slice(end)) ? (raw.slice(0, end) as Hex) : undefined
}

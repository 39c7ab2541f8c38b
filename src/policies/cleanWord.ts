import { type Address, getAddress, type Hex } from 'viem'
import type { ConditionDescription } from './LeafDescription.ts'
import { maxOfType } from './maxOfType.ts'

/** A 32-byte word as a value of its type; nothing where the type has no such word. */
export function cleanWord(type: string, raw: Hex): ConditionDescription['value'] | undefined {
  const word = BigInt(raw)
  const max = maxOfType(type)
  if (max !== undefined && word > max) return undefined
  if (type.startsWith('uint')) return word
  if (type === 'bool') return word === 1n
  if (type === 'address') return getAddress(`0x${raw.slice(26)}` as Address)
  const bits = /^int([0-9]+)$/.exec(type)?.[1]
  if (bits !== undefined) {
    const value = BigInt.asIntN(Number(bits), word)
    return BigInt.asUintN(256, value) === word ? value : undefined
  }
  const bytes = type === 'function' ? 24 : Number(/^bytes([0-9]+)$/.exec(type)?.[1])
  const end = 2 + bytes * 2
  return /^0*$/.test(raw.slice(end)) ? (raw.slice(0, end) as Hex) : undefined
}

import type { AbiFunction, Hex } from 'viem'
import type { ArgumentRule } from '../types/Policy.ts'
import type { CallRefusal } from './CallRefusal.ts'
import { cleanWord } from './cleanWord.ts'
import { describeWord } from './describeWord.ts'
import { legibleFunction } from './legibleFunction.ts'
import { placedArguments } from './placedArguments.ts'

/**
 * A refusal with the names of what it is about: the argument, where the function behind the leaf's
 * selector is well known or given. The leaf's bytes decide all the same.
 */
export function nameRefusal(
  rule: CallRefusal,
  {
    selector,
    abiFunction,
    rules,
  }: {
    selector: Hex
    abiFunction: AbiFunction | undefined
    /** The leaf's: they tell which places are fixed. */
    rules: readonly ArgumentRule[]
  },
): CallRefusal {
  if (rule.type !== 'argument' && rule.type !== 'selector') return rule
  const fn = legibleFunction(selector, abiFunction)
  if (typeof fn === 'string') return rule
  if (rule.type === 'selector') {
    const other = legibleFunction(rule.actual, undefined)
    const actualSignature = typeof other === 'string' ? undefined : other.signature
    return { ...rule, allowedSignature: fn.signature, actualSignature }
  }
  const placed = placedArguments(fn.layout, rules)
  const { pointer, isPinned } = placed.pointers.get(rule.offset) ?? {}
  if (pointer && isPinned) {
    const { type, path } = pointer
    const argument = { name: path.join('.'), type, reference: undefined, actual: undefined }
    return { ...rule, argument }
  }
  const word = placed.arguments.find(
    ({ node, isPlaced }) => isPlaced && node.kind === 'word' && node.offset === rule.offset,
  )?.node
  const reference = word && describeWord(word.type, rule)
  if (!word || !reference) return rule
  return {
    ...rule,
    argument: {
      name: word.path.join('.'),
      type: word.type,
      reference: reference.implied ? undefined : reference.value,
      actual: cleanWord(word.type, rule.actual),
    },
  }
}

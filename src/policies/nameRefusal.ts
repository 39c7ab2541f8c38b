import type { AbiFunction, Hex } from 'viem'
import type { CallRefusal } from './CallRefusal.ts'
import { cleanWord } from './cleanWord.ts'
import { describeWord } from './describeWord.ts'
import { legibleFunction } from './legibleFunction.ts'
import { wordsOf } from './wordsOf.ts'

/**
 * A refusal with the names of what it is about: the argument, where the function behind the leaf's
 * selector is well known or given. The leaf's bytes decide all the same.
 */
export function nameRefusal(
  rule: CallRefusal,
  { selector, abiFunction }: { selector: Hex; abiFunction: AbiFunction | undefined },
): CallRefusal {
  if (rule.type !== 'argument' && rule.type !== 'selector') return rule
  const fn = legibleFunction(selector, abiFunction)
  if (typeof fn === 'string') return rule
  if (rule.type === 'selector') {
    const other = legibleFunction(rule.actual, undefined)
    const actualSignature = typeof other === 'string' ? undefined : other.signature
    return { ...rule, allowedSignature: fn.signature, actualSignature }
  }
  const word = wordsOf(fn.layout).find(
    (node) => node.kind === 'word' && node.offset === rule.offset,
  )
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

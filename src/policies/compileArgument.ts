import { InvalidArgumentValueError } from '../errors/InvalidArgumentValueError.ts'
import { UnsupportedComparisonError } from '../errors/UnsupportedComparisonError.ts'
import type { ArgumentRule, RuleCondition } from '../types/Policy.ts'
import type { ArgumentWord } from './argumentLayout.ts'
import { encodeArgumentWord } from './encodeArgumentWord.ts'
import { maxOfType } from './maxOfType.ts'
import { ruleConditions } from './ruleConditions.ts'
import { toWord } from './toWord.ts'
import { wordSet } from './wordSet.ts'

/**
 * The rules that one word of the arguments must meet. What the chain would check more weakly than
 * it reads is refused.
 *
 * @throws InvalidArgumentValueError, UnsupportedComparisonError
 */
export function compileArgument(target: ArgumentWord, constraint: unknown): ArgumentRule[] {
  const argument = target.path.join('.')
  const comparisons = Array.isArray(constraint) ? constraint : [constraint]
  if (comparisons.length === 0) {
    throw new InvalidArgumentValueError({
      argument,
      type: target.type,
      problem: 'is given an empty list of comparisons',
      fix: 'leave the argument out to allow any value.',
    })
  }
  const rules = comparisons.map((comparison) => {
    if (isComparison(comparison)) return compile(target, comparison.condition, comparison.value)
    if (Array.isArray(constraint)) {
      throw new InvalidArgumentValueError({
        argument,
        type: target.type,
        problem: 'is given a list with a bare value in it',
        fix: 'a list means that all comparisons hold, such as `[atLeast(1n), atMost(5n)]`. For a choice of values add a permission for each.',
      })
    }
    return compile(target, 'equal', comparison)
  })
  const guarded = guard(target, rules)
  if (wordSet(guarded).empty) {
    throw new InvalidArgumentValueError({
      argument,
      type: target.type,
      problem: 'can have no value: the comparisons exclude each other',
      fix: 'check the bounds; `atMost` and `atLeast` include theirs, `below` and `above` do not.',
    })
  }
  return guarded
}

/**
 * A word larger than its type passes `not`, `atLeast` and `above`, and contracts that do not check
 * (Solidity before 0.8, Vyper's old ones, assembly) cut it down to a value that should not pass.
 * So the type's own bound becomes a rule.
 */
function guard({ type, offset }: ArgumentWord, rules: ArgumentRule[]): ArgumentRule[] {
  const max = maxOfType(type)
  const { max: largest, empty } = wordSet(rules)
  if (empty || max === undefined || largest <= max) return rules
  return [...rules, { offset, condition: 'atMost', referenceValue: toWord(max) }]
}

function compile(target: ArgumentWord, condition: RuleCondition, value: unknown): ArgumentRule {
  const { type, offset } = target
  const argument = target.path.join('.')
  const refuse = (problem: string, fix: string) =>
    new UnsupportedComparisonError({ argument, type, problem, fix })
  const ordered = condition !== 'equal' && condition !== 'notEqual'
  if (ordered && !type.startsWith('uint')) {
    throw refuse(
      `cannot be ordered (${condition})`,
      type.startsWith('int')
        ? 'use `equals`. Negative numbers compare as huge ones on the chain, so a bound would let them through.'
        : 'use `equals`.',
    )
  }
  const referenceValue = encodeArgumentWord(type, value, argument)
  if (condition === 'notEqual') {
    // Any odd word reads as true in a contract that does not check, so "not this" is "the other".
    if (type === 'bool')
      return { offset, condition: 'equal', referenceValue: toWord(value ? 0n : 1n) }
    const exact = type.startsWith('uint') || ['address', 'int256', 'bytes32'].includes(type)
    if (!exact) {
      throw refuse(
        'cannot be excluded (not)',
        'use `equals`, or one permission per allowed value. The rest of the word is free, and a contract that ignores it would still see the excluded value.',
      )
    }
  }
  return { offset, condition, referenceValue }
}

function isComparison(value: unknown): value is { condition: RuleCondition; value: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'value' in value &&
    'condition' in value &&
    ruleConditions.some((condition) => condition === value.condition)
  )
}

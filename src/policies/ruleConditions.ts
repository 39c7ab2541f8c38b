import type { RuleCondition } from '../types/Policy.ts'

/** The ABI validation module's conditions, by their number on the chain. */
export const ruleConditions = [
  'equal',
  'atMost',
  'below',
  'atLeast',
  'above',
  'notEqual',
] as const satisfies readonly RuleCondition[]

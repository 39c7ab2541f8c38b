import type { RuleCondition } from '../types/Policy.ts'

/** One comparison of an argument with a value; made by `equals`, `atMost`, `below` and so on. */
export interface Comparison<condition extends RuleCondition = RuleCondition, value = unknown> {
  readonly condition: condition
  readonly value: value
}

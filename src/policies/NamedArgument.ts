import type { ConditionDescription } from './LeafDescription.ts'

/** An argument that a rule is about, where the function is known; values are of the argument's type. */
export interface NamedArgument {
  /** The path, joined by dots. */
  name: string
  type: string
  /** What the rule compares with. Nothing where the rule only keeps malformed words out. */
  reference: ConditionDescription['value'] | undefined
  /** What the call has. Nothing where it is no value of the type. */
  actual: ConditionDescription['value'] | undefined
}

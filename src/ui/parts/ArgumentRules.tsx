'use client'
import { knownFunctions } from '../../policies/knownFunctions.ts'
import type { ArgumentDescription, LeafDescription } from '../../policies/LeafDescription.ts'
import { useUi } from '../internal/useUi.ts'
import { ConditionWords } from './ConditionWords.tsx'

export interface ArgumentRulesProps {
  argument: ArgumentDescription
  /** The leaf that it is an argument of. */
  description: Exclude<LeafDescription, { type: 'unreadable' }>
}

/** What an argument may be, in words. */
export function ArgumentRules({ argument, description }: ArgumentRulesProps) {
  const { messages, formats } = useUi()
  const texts = messages.permissions
  const { type, offset, conditions, unrestricted } = argument
  if (unrestricted)
    return (
      <span data-risk={type === 'address' ? 'warning' : undefined}>
        {type === 'address' ? texts.anyAddress : texts.anyValue}
      </span>
    )
  const token = offset === amountOffsetOf(description) ? description.target : undefined
  return formats.list(
    conditions
      .filter(({ implied }) => !implied)
      .map((condition) => (
        <ConditionWords key={condition.raw} condition={condition} type={type} token={token} />
      )),
  )
}

/** Where a well-known function takes its amount, in bytes. */
function amountOffsetOf(description: ArgumentRulesProps['description']): number | undefined {
  if (description.type !== 'contract-call' || description.source !== 'well-known') return undefined
  const word = knownFunctions[description.selector]?.amount
  return word === undefined ? undefined : word * 32
}

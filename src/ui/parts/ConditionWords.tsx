'use client'
import type { Address } from 'viem'
import type { ConditionDescription } from '../../policies/LeafDescription.ts'
import { useUi } from '../internal/useUi.ts'
import { ArgumentValue } from './ArgumentValue.tsx'

export interface ConditionWordsProps {
  condition: Pick<ConditionDescription, 'condition' | 'value'>
  type: string
  /** The token that a number is an amount of. */
  token?: Address | undefined
}

/** A rule in words, such as "at most 5". */
export function ConditionWords({ condition, type, token }: ConditionWordsProps) {
  const texts = useUi().messages.permissions
  return texts[condition.condition](
    <ArgumentValue value={condition.value} type={type} token={token} />,
  )
}

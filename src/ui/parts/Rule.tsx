'use client'
import type { ReactNode } from 'react'

export interface RuleProps {
  name: ReactNode
  value: ReactNode
}

/** One line of a list of rules. */
export function Rule({ name, value }: RuleProps) {
  return (
    <div data-slot="rule">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

'use client'
import type { ReactNode } from 'react'
import { useUi } from '../internal/useUi.ts'
import { ContractName } from '../parts/ContractName.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Section } from '../parts/Section.tsx'
import type { Prohibition } from './Prohibition.ts'

export interface MayNotProps {
  prohibitions: readonly Prohibition[]
}

/** What the leaves rule out. */
export function MayNot({ prohibitions }: MayNotProps) {
  const { messages, formats } = useUi()
  const texts = messages.mayNot
  const words = (prohibition: Prohibition): ReactNode => {
    switch (prohibition.type) {
      case 'other-contracts':
        return texts.otherCalls(
          formats.list(
            prohibition.targets.map((target) => <ContractName key={target} address={target} />),
          ),
        )
      case 'approvals':
        return texts.approvals
      case 'account':
        return texts.account
      case 'after':
        return texts.after(formats.dateTime(prohibition.validUntil))
    }
  }
  if (prohibitions.length === 0) return null
  return (
    <Section name="may-not" heading={texts.heading}>
      <ul data-slot="prohibitions">
        {prohibitions.map((prohibition) => (
          <li key={prohibition.type}>
            <Icon name="cross" />
            <span>{words(prohibition)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

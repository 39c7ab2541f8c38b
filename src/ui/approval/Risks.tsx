'use client'
import type { Risk } from '../../policies/findRisks.ts'
import { useUi } from '../internal/useUi.ts'
import { Section } from '../parts/Section.tsx'
import type { PermissionRow } from './PermissionRow.ts'
import { RiskItem } from './RiskItem.tsx'
import { riskKey } from './riskKey.ts'

export interface RisksProps {
  risks: readonly Risk[]
  /** The permissions in the grant, in the order of its leaves. */
  granted: readonly PermissionRow[]
  acknowledged: ReadonlySet<string>
  onAcknowledge(key: string, acknowledged: boolean): void
  /** Whether the user tried to approve without. */
  isMissing: boolean
}

/** What is dangerous about it, worst first. */
export function Risks({ risks, granted, acknowledged, onAcknowledge, isMissing }: RisksProps) {
  const { messages } = useUi()
  if (risks.length === 0) return null
  return (
    <Section name="risks" heading={messages.risks.heading}>
      <ul data-slot="risks">
        {risks.map((risk) => {
          const key = riskKey(risk)
          return (
            <RiskItem
              key={`${key}${risk.permissionIndex}`}
              risk={risk}
              row={risk.permissionIndex === undefined ? undefined : granted[risk.permissionIndex]}
              isAcknowledged={acknowledged.has(key)}
              isMissing={isMissing}
              onAcknowledge={(value) => onAcknowledge(key, value)}
            />
          )
        })}
      </ul>
    </Section>
  )
}

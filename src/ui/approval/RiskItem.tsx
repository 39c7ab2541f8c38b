'use client'
import { useId } from 'react'
import type { Risk } from '../../policies/findRisks.ts'
import { useUi } from '../internal/useUi.ts'
import { Icon } from '../parts/Icon.tsx'
import { mustAcknowledge } from './mustAcknowledge.ts'
import type { PermissionRow } from './PermissionRow.ts'
import { RiskText } from './RiskText.tsx'

export interface RiskItemProps {
  risk: Risk
  row: PermissionRow | undefined
  isAcknowledged: boolean
  /** Whether the user tried to approve without. */
  isMissing: boolean
  onAcknowledge(acknowledged: boolean): void
}

/** One risk; a danger asks to be confirmed. */
export function RiskItem({ risk, row, isAcknowledged, isMissing, onAcknowledge }: RiskItemProps) {
  const texts = useUi().messages.risks
  const id = useId()
  const asks = mustAcknowledge(risk)
  const invalid = asks && isMissing && !isAcknowledged
  return (
    <li data-slot="risk" data-risk={asks ? 'danger' : 'warning'}>
      <Icon name={asks ? 'warning' : 'info'} />
      <div>
        <p id={`${id}-text`}>
          <span data-slot="risk-level">{asks ? texts.danger : texts.warning}</span>{' '}
          <RiskText risk={risk} row={row} />
        </p>
        {asks ? (
          <label data-slot="acknowledge">
            <input
              type="checkbox"
              checked={isAcknowledged}
              aria-describedby={invalid ? `${id}-text ${id}-error` : `${id}-text`}
              aria-invalid={invalid || undefined}
              data-acknowledge=""
              onChange={({ target }) => onAcknowledge(target.checked)}
            />
            <span>{texts.acknowledge}</span>
          </label>
        ) : null}
        {invalid ? (
          <p id={`${id}-error`} data-slot="error">
            {texts.mustAcknowledge}
          </p>
        ) : null}
      </div>
    </li>
  )
}

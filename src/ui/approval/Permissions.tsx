'use client'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { transferOf } from '../../policies/transferOf.ts'
import { useUi } from '../internal/useUi.ts'
import { Section } from '../parts/Section.tsx'
import { PermissionGroup } from './PermissionGroup.tsx'
import type { PermissionRow } from './PermissionRow.ts'
import { targetOf } from './targetOf.ts'

export interface PermissionsProps {
  rows: readonly PermissionRow[]
  approval: Pick<UseSessionApprovalReturnType, 'edit' | 'edits'>
}

/** Every permission in words, by contract, each with a checkbox to leave it out. */
export function Permissions({ rows, approval }: PermissionsProps) {
  const { messages } = useUi()
  const groups = new Map<string, PermissionRow[]>()
  for (const row of rows) {
    const key = targetOf(row.description)?.toLowerCase() ?? ''
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const movesValue = rows.some(
    ({ included, description }) =>
      included &&
      (description.type === 'unreadable' ||
        description.valueLimit > 0n ||
        transferOf(description) !== undefined),
  )
  const setIncluded = (index: number, included: boolean) => {
    const omit = new Set(approval.edits.omit)
    if (included) omit.delete(index)
    else omit.add(index)
    return approval.edit({ omit: [...omit].sort((a, b) => a - b) })
  }
  return (
    <Section name="permissions" heading={messages.permissions.heading}>
      {[...groups].map(([key, group]) => (
        <PermissionGroup key={key} rows={group} setIncluded={setIncluded} />
      ))}
      <p data-slot="note">
        {movesValue ? messages.permissions.perCall : messages.permissions.callsUnlimited}
      </p>
    </Section>
  )
}

'use client'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { useUi } from '../internal/useUi.ts'

export interface ChangesProps {
  approval: Pick<UseSessionApprovalReturnType, 'edits' | 'reset'>
}

/** Says that the user narrowed the request, and takes it back. */
export function Changes({ approval }: ChangesProps) {
  const texts = useUi().messages.approval
  const { omit, expiry, limits } = approval.edits
  if (!omit?.length && !expiry && !limits) return null
  return (
    <p data-slot="changes">
      <span data-slot="tag">{texts.changed}</span>
      <button type="button" data-slot="link-button" onClick={approval.reset}>
        {texts.reset}
      </button>
    </p>
  )
}

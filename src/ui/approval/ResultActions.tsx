'use client'
import type { RefObject } from 'react'
import type { ApprovalState } from '../../hooks/approvalReducer.ts'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { useCopy } from '../internal/useCopy.ts'
import { useUi } from '../internal/useUi.ts'
import { failureReport } from './failureReport.ts'

export interface ResultActionsProps {
  approval: UseSessionApprovalReturnType
  state: Extract<ApprovalState, { status: 'rejected' | 'failed' }>
  safeButton: RefObject<HTMLButtonElement | null>
}

/** After a rejection or a failure: close, or try again. */
export function ResultActions({ approval, state, safeButton }: ResultActionsProps) {
  const { messages } = useUi()
  const report = useCopy(state.status === 'failed' ? failureReport(state) : '')
  return (
    <div data-slot="actions">
      {state.status === 'failed' ? (
        <button type="button" data-slot="button" data-variant="quiet" onClick={report.copy}>
          {report.copied ? messages.common.copied : messages.result.copyReport}
        </button>
      ) : null}
      <button
        type="button"
        data-slot="button"
        data-variant="secondary"
        ref={safeButton}
        onClick={approval.close}
      >
        {messages.common.close}
      </button>
      <button type="button" data-slot="button" data-variant="primary" onClick={approval.retry}>
        {messages.result.tryAgain}
      </button>
    </div>
  )
}

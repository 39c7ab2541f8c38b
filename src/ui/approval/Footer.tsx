'use client'
import type { RefObject } from 'react'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { useUi } from '../internal/useUi.ts'
import { ResultActions } from './ResultActions.tsx'
import { ReviewActions } from './ReviewActions.tsx'
import type { ReviewModel } from './ReviewModel.ts'

export interface FooterProps {
  approval: UseSessionApprovalReturnType
  review: ReviewModel | undefined
  /** The button that gets the focus: the one that changes nothing. */
  safeButton: RefObject<HTMLButtonElement | null>
  /** Whether the wallet that was asked has had time to answer. */
  mayStop: boolean
}

/** What the user can do. */
export function Footer({ approval, review, safeButton, mayStop }: FooterProps) {
  const { messages } = useUi()
  const { state } = approval
  switch (state.status) {
    case 'idle':
      return null
    case 'loading':
    case 'reviewing':
    case 'awaiting-wallet':
      return (
        <ReviewActions
          approval={approval}
          review={review}
          safeButton={safeButton}
          mayStop={mayStop}
        />
      )
    case 'submitted':
    case 'confirmed':
      return (
        <div data-slot="actions">
          <button
            type="button"
            data-slot="button"
            data-variant={state.status === 'confirmed' ? 'primary' : 'secondary'}
            ref={safeButton}
            onClick={approval.close}
          >
            {state.status === 'confirmed' ? messages.result.done : messages.common.close}
          </button>
        </div>
      )
    case 'rejected':
    case 'failed':
      return <ResultActions approval={approval} state={state} safeButton={safeButton} />
  }
}

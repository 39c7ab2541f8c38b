'use client'
import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type RefObject, useEffect, useRef } from 'react'
import type { ApprovalState } from '../../hooks/approvalReducer.ts'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import type { Session } from '../../types/Session.ts'
import { useUi } from '../internal/useUi.ts'
import { OriginName } from '../parts/OriginName.tsx'
import { Changes } from './Changes.tsx'
import { Footer } from './Footer.tsx'
import { Loading } from './Loading.tsx'
import { Result } from './Result.tsx'
import { Review } from './Review.tsx'
import { Sentence } from './Sentence.tsx'
import { StateIcon } from './StateIcon.tsx'
import { statusText } from './statusText.ts'
import { useReview } from './useReview.ts'

export interface ApprovalContentProps {
  approval: UseSessionApprovalReturnType
  liveSessions: readonly Session[] | undefined
  safeButton: RefObject<HTMLButtonElement | null>
  /** Whether the wallet that was asked has had time to answer. */
  mayStop: boolean
}

/** One approval, from its title to its buttons. A new request gets a new one. */
export function ApprovalContent({
  approval,
  liveSessions,
  safeButton,
  mayStop,
}: ApprovalContentProps) {
  const { messages } = useUi()
  const { state } = approval
  const grant = 'grant' in state ? state.grant : undefined
  const review = useReview(approval, grant, liveSessions)
  const { status } = state
  const shown = useRef(status)

  // the button that had the focus may be gone
  useEffect(() => {
    if (shown.current === status) return
    shown.current = status
    const button = safeButton.current
    const dialog = button?.closest('[data-slot=dialog]')
    const { activeElement } = document
    if (dialog && (activeElement === dialog || !dialog.contains(activeElement))) button?.focus()
  }, [status, safeButton])

  const replaced = grant?.replaced
  const isRenewal = grant ? replaced !== undefined : isAskedToRenew(state)
  const question = isRenewal ? messages.renewal.title : messages.approval.title
  const isReview = status === 'reviewing' || status === 'awaiting-wallet'
  return (
    <>
      <div
        data-slot="scroll"
        // frozen content has nothing to focus, and must be scrolled by keyboard all the same
        tabIndex={status === 'awaiting-wallet' ? 0 : undefined}
      >
        <header data-slot="header">
          <StateIcon status={status} />
          <AlertDialog.Title data-slot="title">
            {title(state, question(<OriginName origin={originOf(state)} />))}
          </AlertDialog.Title>
          {isReview && review ? (
            <AlertDialog.Description data-slot="sentence">
              <Sentence grant={review.grant} now={review.now} />
              {replaced ? (
                <>
                  {' '}
                  <span data-slot="renews">
                    {replaced.isLive ? messages.renewal.ends : messages.renewal.over}
                  </span>
                </>
              ) : null}
            </AlertDialog.Description>
          ) : null}
          {status === 'reviewing' ? <Changes approval={approval} /> : null}
          {status === 'loading' ? (
            <AlertDialog.Description data-slot="sentence">
              {messages.approval.loading}
            </AlertDialog.Description>
          ) : null}
        </header>
        <div data-slot="body">
          {status === 'loading' ? <Loading /> : null}
          {isReview && review ? <Review approval={approval} review={review} /> : null}
          {isResult(state) ? <Result state={state} /> : null}
        </div>
      </div>
      <footer data-slot="footer">
        <Footer approval={approval} review={review} safeButton={safeButton} mayStop={mayStop} />
      </footer>
      <p role="status" data-slot="status">
        {statusText(state, review, messages)}
      </p>
    </>
  )

  function title(current: ApprovalState, asked: React.ReactNode): React.ReactNode {
    if (current.status === 'rejected' && current.gaveUp) return messages.result.gaveUp
    if (current.status === 'confirmed' && isRenewal) return messages.result.renewed
    return isResult(current) ? messages.result[current.status] : asked
  }
}

type ResultState = Extract<
  ApprovalState,
  { status: 'submitted' | 'confirmed' | 'rejected' | 'failed' }
>

function isResult(state: ApprovalState): state is ResultState {
  return ['submitted', 'confirmed', 'rejected', 'failed'].includes(state.status)
}

/** Before it is known what would be renewed. */
function isAskedToRenew(state: ApprovalState): boolean {
  return 'request' in state && state.request.renews !== undefined
}

function originOf(state: ApprovalState): string | undefined {
  return 'grant' in state && state.grant ? state.grant.origin : globalThis.location?.origin
}

'use client'
import { type RefObject, useId } from 'react'
import type { UseSessionApprovalReturnType } from '../../hooks/useSessionApproval.ts'
import { useUi } from '../internal/useUi.ts'
import type { ReviewModel } from './ReviewModel.ts'
import { SwitchChain } from './SwitchChain.tsx'

export interface ReviewActionsProps {
  approval: UseSessionApprovalReturnType
  review: ReviewModel | undefined
  safeButton: RefObject<HTMLButtonElement | null>
  /** Whether the wallet that was asked has had time to answer. */
  mayStop: boolean
}

/** Cancel and Approve. What Approve waits for is said, rather than taking it away. */
export function ReviewActions({ approval, review, safeButton, mayStop }: ReviewActionsProps) {
  const { messages, chain, chainId } = useUi()
  const texts = messages.approval
  const id = useId()
  const isWaiting = approval.state.status === 'awaiting-wallet'
  const chainName = chain?.name ?? messages.common.chain(chainId ?? 0)
  const reason = isWaiting
    ? undefined
    : !review
      ? texts.whyLoading
      : review.blocker === 'acknowledge'
        ? texts.whyAcknowledge(review.unconfirmed)
        : review.blocker === 'expired'
          ? texts.whyExpired
          : review.blocker === 'other-chain'
            ? texts.whyOtherChain(chainName)
            : undefined
  const isOff = isWaiting || reason !== undefined
  const approve = (button: HTMLButtonElement) => {
    if (isWaiting || !review || review.approve()) return
    button
      .closest('[data-slot=dialog]')
      ?.querySelector<HTMLInputElement>('[data-acknowledge]:not(:checked)')
      ?.focus()
  }
  return (
    <>
      {mayStop ? (
        <p id={`${id}-stop`} data-slot="note">
          {messages.waiting.stopNote}
        </p>
      ) : null}
      {reason ? (
        <p id={id} data-slot="reason">
          {reason}
        </p>
      ) : null}
      <div data-slot="actions">
        {mayStop ? (
          <button
            type="button"
            data-slot="button"
            data-variant="secondary"
            aria-describedby={`${id}-stop`}
            onClick={approval.stopWaiting}
          >
            {messages.waiting.stop}
          </button>
        ) : null}
        {isWaiting ? null : (
          <button
            type="button"
            data-slot="button"
            data-variant="secondary"
            ref={safeButton}
            onClick={approval.close}
          >
            {messages.common.cancel}
          </button>
        )}
        {review?.blocker === 'other-chain' ? (
          <SwitchChain chainId={review.grant.account.chainId} chainName={chainName} />
        ) : review?.blocker === 'expired' ? (
          <button
            type="button"
            data-slot="button"
            data-variant="primary"
            aria-describedby={id}
            onClick={approval.retry}
          >
            {texts.startAgain}
          </button>
        ) : (
          <button
            type="button"
            data-slot="button"
            data-variant="primary"
            data-state={isWaiting ? 'waiting' : undefined}
            aria-disabled={isOff || undefined}
            aria-describedby={reason ? id : undefined}
            onClick={({ currentTarget }) => approve(currentTarget)}
          >
            {isWaiting ? (
              <>
                <span data-slot="spinner" aria-hidden="true" />
                {texts.waiting}
              </>
            ) : (
              texts.approve
            )}
          </button>
        )}
      </div>
    </>
  )
}

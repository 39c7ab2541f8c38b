import type { ApprovalState } from '../../hooks/approvalReducer.ts'
import type { Messages } from '../locales/Messages.ts'
import type { ReviewModel } from './ReviewModel.ts'

/** What the live region says. A failure is an alert of its own; the review is read with the dialog. */
export function statusText(
  state: ApprovalState,
  review: ReviewModel | undefined,
  { status }: Messages,
): string {
  switch (state.status) {
    case 'reviewing':
      return review ? timeText(review, status) : ''
    case 'loading':
      return status.loading
    case 'awaiting-wallet':
      return state.userOpHash ? status.awaitingWallet : status.preparing
    case 'submitted':
      return status.submitted
    case 'confirmed':
      return state.grant?.replaced ? status.renewed : status.confirmed
    case 'rejected':
      return state.gaveUp ? status.gaveUp : status.rejected
    case 'idle':
    case 'failed':
      return ''
  }
}

/** The clock is not read out, except when it comes to little: five minutes, one minute, none. */
function timeText({ grant, now, timeAtStart }: ReviewModel, texts: Messages['status']): string {
  if (timeAtStart === undefined) return ''
  const left = grant.validUntil - now
  if (left <= 0) return texts.expired
  if (left <= 60 && timeAtStart > 60) return texts.oneMinuteLeft
  return left <= 300 && timeAtStart > 300 ? texts.fiveMinutesLeft : ''
}

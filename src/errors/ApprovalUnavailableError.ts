import { BaseError } from './BaseError.ts'

/** A session was requested, and nothing is mounted that could show the approval. */
export class ApprovalUnavailableError extends BaseError {
  override name = 'ApprovalUnavailableError'
  constructor() {
    super('There is nothing on the page that can show the approval.', {
      metaMessages: [
        'Put <SessionApprovalModal /> inside <SessionProvider>,',
        'or render your own with useSessionApproval().',
        'Nothing was granted or sent.',
      ],
    })
  }
}

import { BaseError } from './BaseError.ts'

/** The approval failed while it was shown, so that nobody could say yes or no to it. */
export class ApprovalDisplayError extends BaseError {
  override name = 'ApprovalDisplayError'
  constructor({ cause }: { cause: unknown }) {
    super('The approval could not be shown.', {
      cause,
      details: cause instanceof Error ? cause.message.split('\n')[0] : undefined,
      metaMessages: [
        'Something failed while it was rendered; the cause says what.',
        "Look at what the page gives to it: `messages`, `locale`, `container` and wagmi's chains.",
        'Nothing was granted or sent.',
      ],
    })
  }
}

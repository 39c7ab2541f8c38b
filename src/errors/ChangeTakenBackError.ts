import { BaseError } from './BaseError.ts'

/** What this page had staged was taken back by another one, which had to believe that it was gone. */
export class ChangeTakenBackError extends BaseError {
  override name = 'ChangeTakenBackError'
  constructor() {
    super('Another page or process took this grant or revocation back.', {
      metaMessages: [
        'This one did not answer for a while, as when a computer sleeps, so it counted as gone. Nothing was sent.',
        'Ask for it again.',
      ],
    })
  }
}

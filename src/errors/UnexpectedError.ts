import { BaseError, type ChainEffect } from './BaseError.ts'

/** A failure that has no error of its own: a defect of the kit, or of what it stands on. */
export class UnexpectedError extends BaseError {
  override name = 'UnexpectedError'
  constructor({ cause, chainEffect = 'none' }: { cause: unknown; chainEffect?: ChainEffect }) {
    super('Something failed that should not have.', {
      cause,
      chainEffect,
      details: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      metaMessages: [
        chainEffect === 'none'
          ? 'Nothing was sent to the chain.'
          : 'Do not send it again; reconcileSessions() settles what is stored with the chain.',
        'Please report it with the details below.',
      ],
    })
  }
}

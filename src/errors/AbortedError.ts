import { BaseError, type ChainEffect } from './BaseError.ts'

/** The caller's `AbortSignal` ended the wait. */
export class AbortedError extends BaseError {
  override name = 'AbortedError'
  constructor({
    chainEffect = 'none',
    cause,
  }: { chainEffect?: ChainEffect; cause?: unknown } = {}) {
    super('The wait was aborted.', {
      cause,
      chainEffect,
      metaMessages:
        chainEffect === 'none'
          ? ['Nothing was sent. It can be started again.']
          : ['What was sent can still be mined. It is settled with the chain on the next load.'],
    })
  }
}

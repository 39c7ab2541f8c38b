import { BaseError, type ChainEffect } from './BaseError.ts'

/** The node did not answer, or answered with an error of its own. */
export class ChainUnreachableError extends BaseError {
  override name = 'ChainUnreachableError'
  constructor({ cause, chainEffect = 'none' }: { cause: unknown; chainEffect?: ChainEffect }) {
    super('The chain could not be read.', {
      cause,
      chainEffect,
      details: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      metaMessages: [
        chainEffect === 'none'
          ? 'Nothing was sent. Check the network and the RPC URL of the chain, and try again.'
          : 'What was sent can be mined all the same. It is settled with the chain on the next load.',
      ],
    })
  }
}

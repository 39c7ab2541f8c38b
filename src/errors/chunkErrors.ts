import { BaseError } from './BaseError.ts'

/** A part of the code that is loaded when it is first needed could not be. */
export class ChunkLoadError extends BaseError {
  override name = 'ChunkLoadError'
  /** Which part. */
  readonly chunk: string
  constructor({ chunk, cause }: { chunk: string; cause: unknown }) {
    super('A part of the page could not be loaded.', {
      cause,
      details: cause instanceof Error ? cause.message.split('\n')[0] : String(cause),
      metaMessages: [
        `It is ${chunk} of GrantKit. Reload the page once the network is back: some browsers do not ask again for a script that failed to load, and after a new release the old one may be gone.`,
        'Nothing was sent.',
      ],
    })
    this.chunk = chunk
  }
}

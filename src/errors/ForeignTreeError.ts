import type { Hex } from 'viem'
import { BaseError } from './BaseError.ts'

/** A root that is not the root of the leaves that are stored and staged. */
export class ForeignTreeError extends BaseError {
  override name = 'ForeignTreeError'
  constructor({ expected, actual }: { expected: Hex; actual: string }) {
    super('The Merkle root does not belong to the stored leaves.', {
      metaMessages: [
        `Root of the stored leaves: ${expected}`,
        `Root that was given: ${actual}`,
        "The SDK's revokeSessions() keeps revoked leaves in its tree, and a module made before another grant has an old one.",
        'Use revokeSessions() of this package, or make the module again. Nothing was sent.',
      ],
    })
  }
}

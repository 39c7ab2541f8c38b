import type { Hex } from 'viem'
import { BaseError } from './BaseError.ts'

/** The root that was read back is not the one that was signed. */
export class RootMismatchError extends BaseError {
  override name = 'RootMismatchError'
  constructor({ expected, actual }: { expected: Hex; actual: Hex }) {
    super('The user operation was mined, but the root on the chain is another one.', {
      chainEffect: 'changed',
      metaMessages: [
        `Expected: ${expected}`,
        `Actual: ${actual}`,
        'Another device may have changed the sessions at the same time. Nothing is claimed to be granted or revoked; call reconcileSessions().',
      ],
    })
  }
}

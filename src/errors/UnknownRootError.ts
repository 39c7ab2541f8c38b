import type { Hex } from 'viem'
import { BaseError } from './BaseError.ts'

/** The account has sessions on the chain that this device does not know; a grant would end them. */
export class UnknownRootError extends BaseError {
  override name = 'UnknownRootError'
  readonly root: Hex
  constructor({ root, change = 'grant' }: { root: Hex; change?: 'grant' | 'revoke' }) {
    super(
      'The account has sessions that this device does not know. A change here would end them.',
      {
        metaMessages: [
          `Root on the chain: ${root}`,
          change === 'grant'
            ? 'Share remote storage between the devices, or accept that they end: { replaceUnknownRoot: true }.'
            : 'Share remote storage between the devices, or end all of them: revokeAllSessions().',
          'Nothing was signed or sent.',
        ],
      },
    )
    this.root = root
  }
}

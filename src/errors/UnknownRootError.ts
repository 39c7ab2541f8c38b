import type { Hex } from 'viem'
import { BaseError } from './BaseError.ts'

/** The account has sessions on the chain that this device does not know; a grant would end them. */
export class UnknownRootError extends BaseError {
  override name = 'UnknownRootError'
  readonly root: Hex
  constructor({ root }: { root: Hex }) {
    super(
      'The account has sessions that this device does not know. A change here would end them.',
      {
        metaMessages: [
          `Root on the chain: ${root}`,
          'Share remote storage between the devices, or accept that they end: { replaceUnknownRoot: true }.',
          'Nothing was signed or sent.',
        ],
      },
    )
    this.root = root
  }
}

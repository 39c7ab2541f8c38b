import { BaseError } from './BaseError.ts'

/**
 * What is wrong with the wallet:
 *
 * - `unauthorized`: it does not let the page use the account (EIP-1193's 4100).
 * - `unsupported`: it has no such request (4200, and JSON-RPC's words for it).
 * - `disconnected`: it is cut off, from all chains or from this one (4900, 4901).
 * - `busy`: another of its requests waits for an answer (-32002).
 * - `no-signature`: what it answered is no signature of a key.
 * - `no-answer`: it does not answer what it knows without asking its user.
 * - `failed`: anything else.
 */
export type WalletFailure =
  | 'unauthorized'
  | 'unsupported'
  | 'disconnected'
  | 'busy'
  | 'no-signature'
  | 'no-answer'
  | 'failed'

const words: Record<WalletFailure, { what: string; fix: string }> = {
  unauthorized: {
    what: 'The wallet does not let this page use the account.',
    fix: 'Connect the account to this page in the wallet, and try again.',
  },
  unsupported: {
    what: 'The wallet cannot sign messages.',
    fix: 'It lacks `personal_sign`, or does not allow it here. Use another wallet for this account.',
  },
  disconnected: {
    what: 'The wallet is disconnected.',
    fix: 'Unlock or reconnect it, see whether it has a network, and try again.',
  },
  busy: {
    what: 'The wallet still waits for an answer to another request.',
    fix: 'Open the wallet, answer or close what it shows, and try again.',
  },
  'no-signature': {
    what: 'The wallet answered with something that is not a signature of a key.',
    fix: 'A smart contract wallet answers so: it cannot own the account. Otherwise try again, or use another wallet for this account.',
  },
  'no-answer': {
    what: 'The wallet does not answer.',
    fix: 'Open it and see whether it is unlocked and running, reload the page, and try again.',
  },
  failed: {
    what: 'The wallet could not sign.',
    fix: 'See whether the wallet is unlocked and answers, and try again.',
  },
}

/** The wallet failed to sign, for another reason than a rejection. */
export class WalletError extends BaseError {
  override name = 'WalletError'
  readonly reason: WalletFailure
  constructor({ cause, reason = 'failed' }: { cause?: unknown; reason?: WalletFailure }) {
    const { what, fix } = words[reason]
    super(what, {
      cause,
      details: cause instanceof Error ? cause.message.split('\n')[0] : undefined,
      metaMessages: [fix, 'Nothing was sent.'],
    })
    this.reason = reason
  }
}

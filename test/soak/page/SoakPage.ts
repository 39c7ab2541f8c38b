import type { Hash, Hex } from 'viem'
import type { ChainEffect } from '../../../src/errors/BaseError.ts'
import type { Session } from '../../../src/types/Session.ts'

export type CallKind = 'mint' | 'pay'

/** How the user answers what an action asks them. */
export interface SoakUser {
  approval: 'approve' | 'cancel'
  wallet: 'sign' | 'reject'
}

export type SoakAction =
  | {
      kind: 'grant'
      permissions: readonly CallKind[]
      /** Base units of USDC, per call. */
      maxAmount: string
      /** Unix seconds; no two grants of a soak have the same, so that it names the grant. */
      validUntil: number
      user: SoakUser
    }
  | {
      kind: 'send'
      /** Any live session that allows the calls, where none is named. */
      sessionId?: string | undefined
      calls: readonly CallKind[]
      /** Base units of USDC. */
      amount: string
    }
  | { kind: 'revoke'; sessionIds: readonly string[] | 'all'; user: SoakUser }

/** What an action came to. */
export type SoakOutcome =
  | { ok: true; transactionHash?: Hash | undefined; sessionId?: string | undefined }
  | { ok: false; name: string; isTyped: boolean; message: string; chainEffect: ChainEffect }

/** What a page tells before it goes on. */
export type SoakEvent =
  /** The user said yes to the wallet; `validUntil` names the grant that it was for, if it was one. */
  | { type: 'signing'; validUntil: number | undefined }
  /** A session key that the kit made, as its vault got it. */
  | { type: 'key'; privateKey: Hex }

/** What a tab can be told to do. */
export interface SoakPage {
  /** The smart account, once the wallet is connected and the sessions are read. */
  account(): string | undefined
  /** Why it cannot be said, by the error's name. */
  failure(): string | undefined
  run(action: SoakAction): Promise<SoakOutcome>
  /** What the hooks show. */
  shown(): readonly Pick<Session, 'id' | 'status' | 'reason'>[]
  /** Lets it look at the chain, as a tab does that the user comes back to. */
  wake(): void
}

import type { Hex } from 'viem'
import type { AccountScope, Session } from './Session.ts'
import type { SessionSigner } from './SessionStorageClient.ts'

/** Sessions that lie in a store of somebody else's, which a storage driver reads and keeps up to date. */
export interface ExternalSessions {
  /**
   * Stages the sessions whose tree has this root, which was read from the chain, when the store has
   * them. Settling the change makes them ACTIVE.
   *
   * @returns whether something was staged.
   * @throws SessionStorageClientError when the store cannot be read.
   */
  adopt(scope: AccountScope, root: Hex): Promise<boolean>
  /** `undefined` when the session's key lies in our storage, or nowhere. */
  signerOf(
    session: Pick<Session, 'chainId' | 'account' | 'keyAddress'>,
  ): Promise<SessionSigner | undefined>
}

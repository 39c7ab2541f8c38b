import type { Address, Hash, Hex } from 'viem'
import type { Json } from './Json.ts'
import type { WrappedKey } from './KeyVault.ts'
import type { Session } from './Session.ts'
import type { StoredSessionStatus } from './SessionStatus.ts'
import type { Revision } from './Storage.ts'

/** A change of the root that was begun and is not confirmed. One at a time for each account. */
export interface StagedChange {
  kind: 'grant' | 'revoke'
  /** The root that it asks the chain for. */
  root: Hex
  /** Sessions that enter the root. */
  grants: readonly string[]
  /** Sessions that leave it, revoked. */
  revokes: readonly string[]
  /** Expired sessions that leave it along the way. */
  drops: readonly string[]
  /** The page or process that began it. */
  holder: string
  /** Unix milliseconds. */
  stagedAt: number
  /**
   * When its holder was last at it, while the wallet asks. Unix milliseconds. One that was not for
   * long is gone, and what it staged is taken back.
   */
  aliveAt?: number | undefined
  /**
   * Staged through the SDK, which sends the operation itself and does not tell its hash. Its root is
   * `0x` until the SDK names it.
   */
  external?: true | undefined
  /**
   * The root is empty already, and it only disables the modules: the root does not tell whether it
   * went through.
   */
  modulesOnly?: true | undefined
  /** It was confirmed, and the chain dropped its block. */
  reorganised?: true | undefined
  /** It was given up, and is on the chain all the same: the keys of its grants are destroyed. */
  late?: true | undefined
  /** Present once the owner signed: it may be on its way. */
  operation?: StagedOperation | undefined
}

/**
 * A change that was confirmed, in a block that is not deep enough to be final: should the chain
 * drop that block, the change is taken back. `end`: another device ended the sessions.
 */
export interface ConfirmedChange extends Omit<StagedChange, 'kind'> {
  kind: StagedChange['kind'] | 'end'
  /** The root that was confirmed before it. */
  rootBefore: Hex
  /** The block that brought it. */
  blockNumber: Hex
  blockHash: Hash
}

/**
 * A change that was signed, sent and then given up, because the bundler had it no more. Whoever has
 * its operation can still bring it to the chain, until another one takes its nonce.
 */
export interface GivenUpChange extends StagedChange {
  /** The root that was confirmed when it was given up. */
  rootBefore: Hex
  /** The sessions of its grants, without their keys. */
  sessions: readonly SessionRecord[]
}

export interface StagedOperation {
  userOpHash: Hash
  nonce: Hex
  /** The newest block when it was sent. */
  fromBlock: Hex
  /** When it was sent. Unix milliseconds. */
  sentAt: number
  /** Whether the bundler took it; `false` while that is not known. */
  accepted: boolean
  /**
   * The operation itself as it was sent, with the owner's signature: public once the bundler took
   * it. Sent again, and no other, when the chain drops the block that it was in.
   */
  signed?: Json | undefined
}

/** The account's root as it was last read back, and what is staged. */
export interface RootRecord {
  root: Hex
  /** The block at which it was read back: a node that is behind it knows nothing newer. */
  blockNumber?: Hex | undefined
  /** That block's hash and time (Unix seconds): they tell a chain that was set back from a late node. */
  blockHash?: Hash | undefined
  blockTime?: number | undefined
  /** Changes that are confirmed and not final, oldest first. */
  unsettled?: readonly ConfirmedChange[] | undefined
  /** Changes that are not waited for any more, oldest first; forgotten with the next confirmed one. */
  givenUp?: readonly GivenUpChange[] | undefined
  /** The place in the tree of the next session; places are never used again. */
  nextPosition: number
  staged?: StagedChange | undefined
}

/** A session as it is stored: what the chain confirmed, without what is derived from its clock. */
export interface SessionRecord extends Omit<Session, 'chainId' | 'account' | 'status' | 'reason'> {
  status: StoredSessionStatus
  /** Whether its leaves are in the confirmed root. An expired session leaves at the next change. */
  inRoot: boolean
  /** Where its leaves stand in the tree. */
  position: number
}

/** Everything of one account on one chain, read as of one moment. */
export interface AccountRecords {
  chainId: number
  account: Address
  root: RootRecord
  /** `null` when the account has no record yet. */
  revision: Revision | null
  /** By position. */
  sessions: readonly SessionRecord[]
  /** The keys that are stored here, as they are wrapped, by their addresses in lower case. */
  keys: ReadonlyMap<string, WrappedKey>
}

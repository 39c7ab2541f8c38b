import type { AbiFunction, Address, Hash } from 'viem'
import type { KeyVault } from './KeyVault.ts'
import type { Interval, SessionLeaf } from './SessionLeaf.ts'
import type { InactiveReason, SessionStatus } from './SessionStatus.ts'

/** A chain and an account on it: what everything is scoped by. */
export interface AccountScope {
  chainId: number
  /** The smart account. */
  account: Address
}

/** A scope that is not all known yet, such as before a wallet is connected. */
export type PartialAccountScope = { [name in keyof AccountScope]?: AccountScope[name] | undefined }

/** A leaf of a session, with what is known beside the bytes that the chain checks. */
export interface SessionPermission {
  /** Unique for the account and chain; the SDK's `sessionID`. */
  id: string
  leaf: SessionLeaf
  /** Names the arguments in words. The leaf's bytes decide, not this. */
  abiFunction?: AbiFunction | undefined
}

/** One approval: a key, what it may do, for how long, and how it stands. */
export interface Session extends AccountScope, Interval {
  id: string
  /** The wallet that granted it; unknown for one that was granted through the SDK. */
  owner?: Address | undefined
  /** The address of the session key. */
  keyAddress: Address
  /** Where the key is kept. */
  keyLocation: KeyVault['location']
  permissions: readonly SessionPermission[]
  /**
   * Whether it was granted for several calls in one operation. Not known of one that was granted
   * through the SDK or by an earlier version: it counts as if it was.
   */
  batch?: boolean | undefined
  status: SessionStatus
  /** Why it is `INACTIVE`. */
  reason?: InactiveReason | undefined
  /** Unix milliseconds. */
  createdAt: number
  /** When it was read back from the chain. Unix milliseconds. */
  grantedAt?: number | undefined
  /** When its end was read back from the chain. Unix milliseconds. */
  revokedAt?: number | undefined
  /** The transaction that granted it. */
  transactionHash?: Hash | undefined
  /**
   * What was asked for, as `policyDigest`. The user may have granted less: then the session does not
   * satisfy the policy, and is still the answer to it.
   */
  requestDigest?: Hash | undefined
  /** The origin of the page that asked for it. */
  origin?: string | undefined
  /** The session that it was renewed or forked from. */
  parentId?: string | undefined
}

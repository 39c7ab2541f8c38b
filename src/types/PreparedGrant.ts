import type { Address, Hex } from 'viem'
import type { KeyVault } from './KeyVault.ts'
import type { Policy } from './Policy.ts'
import type { SessionPermission } from './Session.ts'
import type { Interval } from './SessionLeaf.ts'
import type { SmartAccount } from './SmartAccount.ts'

export interface GrantKey {
  readonly address: Address
  readonly location: KeyVault['location']
}

/** The session that a renewal takes the place of, as this device knows it. */
export interface ReplacedSession extends Interval {
  permissions: readonly SessionPermission[]
  /** Whether it can still be used, and so ends with the grant. Otherwise it is over already. */
  isLive: boolean
  /** Whether it may send several calls in one operation. */
  batch: boolean
}

/** Another session of the account, by its leaves. */
export interface KeptSession extends Interval {
  sessionId: string
  permissions: readonly SessionPermission[]
}

/**
 * A grant that is ready to be shown: its key exists, wrapped, and its leaves are the very bytes
 * that would enter the root. Nothing is stored or sent yet.
 */
export interface PreparedGrant {
  sessionId: string
  account: SmartAccount
  /** What the dapp asked for. */
  requested: Policy
  /** What would be granted: the request, or less. */
  policy: Policy
  /** The session key: its address and where it would be kept. The key itself is not in here. */
  key: GrantKey
  permissions: readonly SessionPermission[]
  validAfter: number
  validUntil: number
  /** The chain's clock at preparation, Unix seconds. */
  chainTime: number
  /** Whether a paymaster pays for the gas. */
  sponsored: boolean
  /** Whether the grant deploys the account. */
  deploys: boolean
  /** The account's balance, wei. */
  balance: bigint
  /** The account's deposit at the entry point, wei. */
  deposit: bigint
  /** The root on the chain, when it holds sessions that this device does not know: they would end. */
  unknownRoot: Hex | undefined
  /** Other sessions of the account, which stay live with this grant, as the chain has them. */
  kept: readonly KeptSession[]
  /**
   * Other live sessions, which end with this grant: what they allow cannot be read, or would let
   * their key take over the account, and the owner is not made to sign that again.
   */
  ends: readonly KeptSession[]
  /** Targets where there is no contract. */
  targetsWithoutCode: readonly Address[]
  /** The custom modules that decide some of it. Each has a contract, or there is no grant. */
  modulesWithCode: readonly Address[]
  origin: string | undefined
  parentId: string | undefined
  /** Whether the parent ends with this grant. */
  replacesParent: boolean
  /** That parent, to tell what changes; nothing when this device does not know it. */
  replaced: ReplacedSession | undefined
}

/** A grant before a policy was chosen for it: everything that narrowing does not change. */
export type GrantDraft = Omit<PreparedGrant, 'policy' | 'permissions' | 'validAfter' | 'validUntil'>

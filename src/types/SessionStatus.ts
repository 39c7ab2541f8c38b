/**
 * Where a session stands. The words are Biconomy's `SessionStatus`, with one meaning each:
 *
 * - `PENDING`: staged; not confirmed on the chain.
 * - `ACTIVE`: in the on-chain root and inside its interval.
 * - `INACTIVE`: granted but not usable now; see {@link InactiveReason}. Derived, never stored.
 * - `EXPIRED`: past `validUntil`, by the chain's clock. Derived, never stored.
 * - `REVOKED`: taken out of the on-chain root, or the root was replaced. Terminal, unless the chain
 *   drops the block of the revocation: then it is live again, without its key.
 */
export type SessionStatus = 'PENDING' | 'ACTIVE' | 'INACTIVE' | 'EXPIRED' | 'REVOKED'

/** The statuses that storage holds; the others are derived from the chain and its clock. */
export type StoredSessionStatus = Extract<SessionStatus, 'PENDING' | 'ACTIVE' | 'REVOKED'>

/**
 * Why a granted session cannot be used now.
 *
 * - `not-yet-valid`: before `validAfter`.
 * - `out-of-sync`: the root on the chain is not the one that this device knows: another one replaced
 *   it. A new approval puts the session back (`request()`, `renewSession` with `replaceUnknownRoot`).
 * - `key-unavailable`: its key is not on this device, or its vault is locked.
 * - `module-disabled`: the owner disabled the session key manager of the account; see
 *   `enableSessionModules`.
 * - `account-upgraded`: the account runs other code than Biconomy V2 by now, such as Nexus, to which
 *   its sessions mean nothing.
 */
export type InactiveReason =
  | 'not-yet-valid'
  | 'out-of-sync'
  | 'key-unavailable'
  | 'module-disabled'
  | 'account-upgraded'

/**
 * Why a session cannot send calls, although another one could be asked for.
 *
 * - `absent`: there is none.
 * - `expired`: it is past its end, by the chain's clock.
 * - `revoked`: its owner ended it.
 * - `out-of-sync`: the root on the chain is not the one that this device knows.
 * - `key-unavailable`: its key is not on this device, or its vault is locked.
 * - `module-disabled`: the account's session module is disabled; a renewal enables it again.
 * - `account-upgraded`: the account runs other code than Biconomy V2's, and takes no session at all.
 * - `insufficient`: it is live, and does not allow a call, or not several in one operation.
 */
export type UnavailableReason =
  | 'absent'
  | 'expired'
  | 'revoked'
  | 'out-of-sync'
  | 'key-unavailable'
  | 'module-disabled'
  | 'account-upgraded'
  | 'insufficient'

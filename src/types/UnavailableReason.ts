/**
 * Why a session cannot send calls, although another one could be asked for.
 *
 * - `absent`: there is none.
 * - `expired`: it is past its end, by the chain's clock.
 * - `revoked`: its owner ended it.
 * - `out-of-sync`: the root on the chain is not the one that this device knows.
 * - `key-unavailable`: its key is not on this device, or its vault is locked.
 * - `module-disabled`: the owner disabled the session key manager of the account.
 * - `insufficient`: it is live, and does not allow a call.
 */
export type UnavailableReason =
  | 'absent'
  | 'expired'
  | 'revoked'
  | 'out-of-sync'
  | 'key-unavailable'
  | 'module-disabled'
  | 'insufficient'

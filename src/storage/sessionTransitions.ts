/**
 * Where a session stands in storage: its record's `status` and `inRoot` taken together.
 *
 * - `absent`: there is no record, and no key.
 * - `pending`: staged; `PENDING`, not in the root.
 * - `granted`: `ACTIVE`, in the confirmed root.
 * - `left`: `ACTIVE` that ran out, and left the root along with a later change.
 * - `revoked`: `REVOKED`; its leaves are not in the root, its key is destroyed.
 */
export type StoredSessionState = 'absent' | 'pending' | 'granted' | 'left' | 'revoked'

/**
 * What moves a session on. Each but `stage` and `undo` stands for something that was read back from
 * the chain.
 *
 * - `stage`: a grant is written down before the owner is asked, or once more when it was given up
 *   and is on the chain all the same.
 * - `undo`: that grant failed, was refused, or never happened.
 * - `confirm`: the root with its leaves was read back.
 * - `revoke`: the root without its leaves was read back.
 * - `end`: another device's root was read back; its leaves are not in it.
 * - `drop`: it ran out, and a root without its leaves was read back.
 * - `reorganise`: the block of the change that brought it here is no longer part of the chain.
 */
export type SessionEvent = 'stage' | 'undo' | 'confirm' | 'revoke' | 'end' | 'drop' | 'reorganise'

/**
 * Every way in which a stored session can move, and there is no other: what is not in here is
 * refused. `EXPIRED` and `INACTIVE` are not stored; `toSession` derives them from the chain's clock,
 * its root and the vault.
 *
 * `revoked` is left only when the chain itself took the revocation back; its key stays destroyed.
 */
export const sessionTransitions: Readonly<
  Record<StoredSessionState, Partial<Readonly<Record<SessionEvent, StoredSessionState>>>>
> = {
  absent: { stage: 'pending' },
  pending: { confirm: 'granted', undo: 'absent' },
  granted: { revoke: 'revoked', end: 'revoked', drop: 'left', reorganise: 'pending' },
  left: { reorganise: 'granted' },
  revoked: { reorganise: 'granted' },
}

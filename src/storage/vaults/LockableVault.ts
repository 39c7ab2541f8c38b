import type { KeyVault, WrappedKey } from '../../types/KeyVault.ts'

/** A vault that is opened by its user, and can be closed again. */
export interface LockableVault extends KeyVault {
  /** While it is, the sessions whose keys it wrapped are `INACTIVE`. */
  isLocked(): boolean
  /** Forgets what opens it. Operations that are running end. */
  lock(): void
  canUnwrap(keys: readonly WrappedKey[]): Promise<readonly boolean[]>
  canWrap(): boolean
  watch(onChange: () => void): () => void
}

import type { KeyVault } from '../../types/KeyVault.ts'

/** A vault that is opened by its user, and can be closed again. */
export interface LockableVault extends KeyVault {
  /** While it is, nothing is wrapped or unwrapped. */
  isLocked(): boolean
  /** Forgets what opens it. Operations that are running end. */
  lock(): void
}

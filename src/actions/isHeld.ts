import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { StagedChange } from '../types/AccountRecords.ts'
import { leaseDuration } from './leaseDuration.ts'

/**
 * Whether another page or process may still be asking the owner for a staged change. Call it while
 * holding the account's lock: where all that reach the storage share Web Locks, nobody else is at
 * it. Elsewhere (between processes, devices over a server) its holder says so every few seconds.
 */
export function isHeld(config: SessionConfig, staged: StagedChange): boolean {
  if (staged.holder === config.holder) return false
  if (globalThis.navigator?.locks && config.storage.supports.webLocks) return false
  const since = Math.abs(Date.now() - (staged.aliveAt ?? staged.stagedAt))
  return since < leaseDuration
}

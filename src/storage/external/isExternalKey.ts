import type { WrappedKey } from '../../types/KeyVault.ts'
import { externalKey } from './externalKey.ts'

/** Whether what stands in the place of a key says that it lies in a store of somebody else's. */
export function isExternalKey(wrapped: WrappedKey | undefined): boolean {
  // whatever somebody put into the storage is looked at here
  return wrapped?.vault === externalKey.vault
}

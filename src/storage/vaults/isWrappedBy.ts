import type { WrappedKey } from '../../types/KeyVault.ts'

/** Whether a wrapped key was made by this vault, in a version that it knows. */
export function isWrappedBy(vault: string, version: number, wrapped: WrappedKey): boolean {
  // whatever somebody put into the storage is looked at here
  return wrapped?.vault === vault && wrapped.version === version
}

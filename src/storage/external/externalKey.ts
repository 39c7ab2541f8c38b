import type { WrappedKey } from '../../types/KeyVault.ts'

/** Stands in our storage for a key that lies in a store of somebody else's: there is nothing in it. */
export const externalKey: WrappedKey = { vault: 'session-storage-client', version: 1 }

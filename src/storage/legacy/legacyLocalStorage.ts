import type { Address } from 'viem'
import { StorageUnavailableError } from '../../errors/StorageUnavailableError.ts'
import type { WebStorage } from '../drivers/localStorage.ts'
import type { LegacySource } from './LegacySource.ts'

/**
 * The two keys of the SDK's `SessionLocalStorage`: `<account>_sessions` and `<account>_signers`.
 *
 * @param storage @default globalThis.localStorage
 */
export function legacyLocalStorage(account: Address, storage?: WebStorage): LegacySource {
  const keyOf = (part: string) => `${account.toLowerCase()}_${part}`
  const open = (): WebStorage => {
    const found = storage ?? globalThis.localStorage
    if (found) return found
    throw new StorageUnavailableError(
      'There is no localStorage here.',
      'Import old sessions in the browser that made them.',
    )
  }
  return {
    read: async (part) => open().getItem(keyOf(part)) ?? undefined,
    remove: async (part) => open().removeItem(keyOf(part)),
  }
}

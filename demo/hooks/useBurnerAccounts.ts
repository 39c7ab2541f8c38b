import { useSyncExternalStore } from 'react'
import { burnerAccounts } from '../burner/burnerAccounts.ts'

/** The accounts of the burner wallet. */
export function useBurnerAccounts() {
  return useSyncExternalStore(burnerAccounts.subscribe, burnerAccounts.get)
}

import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { KeyVault } from '../../types/KeyVault.ts'

/** What every use of a locked vault fails with. */
export function createLockedError({ name }: Pick<KeyVault, 'name'>): KeyUnavailableError {
  return new KeyUnavailableError(
    `The ${name} vault is locked.`,
    'Unlock the vault with its `unlock()`, then try again. Nothing was signed or sent.',
  )
}

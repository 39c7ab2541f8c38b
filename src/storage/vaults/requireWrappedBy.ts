import { KeyUnavailableError } from '../../errors/KeyUnavailableError.ts'
import type { KeyContext, WrappedKey } from '../../types/KeyVault.ts'

/**
 * Makes sure that a wrapped key was made by this vault, in a version that it knows.
 *
 * @throws KeyUnavailableError
 */
export function requireWrappedBy(
  vault: string,
  version: number,
  wrapped: WrappedKey,
  { keyAddress }: KeyContext,
): void {
  // whatever somebody put into the storage is looked at here
  if (wrapped?.vault !== vault)
    throw new KeyUnavailableError(
      `The session key ${keyAddress} is in another vault than the configured "${vault}".`,
      'Configure the vault that it was made with, or grant a new session.',
    )
  if (wrapped.version !== version)
    throw new KeyUnavailableError(
      `The session key ${keyAddress} was stored by another version of the "${vault}" vault.`,
      'Reload the page, or update GrantKit to the version that stored it.',
    )
}

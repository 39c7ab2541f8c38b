import type { KeyContext } from '../../types/KeyVault.ts'

/**
 * What a wrapped key is bound to, as text: it goes into AES-GCM as additional data, so that a
 * ciphertext that is moved to another vault, chain, account or key does not open.
 */
export function bindingOf(
  vault: string,
  version: number,
  { chainId, account, keyAddress }: KeyContext,
): string {
  return JSON.stringify([
    'grantkit-key',
    version,
    vault,
    chainId,
    account.toLowerCase(),
    keyAddress.toLowerCase(),
  ])
}

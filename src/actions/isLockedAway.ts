import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { Session } from '../types/Session.ts'

/**
 * Whether a session may be usable once the user opens the vault: its key is here, of this vault,
 * and the vault is locked. A key of another vault is not waiting for that.
 */
export async function isLockedAway(
  { storage, vault }: Pick<SessionConfig, 'storage' | 'vault'>,
  session: Session | undefined,
): Promise<boolean> {
  if (session?.reason !== 'key-unavailable' || !vault.isLocked?.()) return false
  const { chainId, account, keyAddress } = session
  const record = await storage.get({ chainId, account, kind: 'key', id: keyAddress.toLowerCase() })
  return (record?.value as WrappedKey | undefined)?.vault === vault.name
}

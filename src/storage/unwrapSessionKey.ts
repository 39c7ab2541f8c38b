import type { Hex } from 'viem'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'
import type { KeyVault, WrappedKey } from '../types/KeyVault.ts'
import type { Session } from '../types/Session.ts'
import type { SessionStorageDriver } from '../types/Storage.ts'

/**
 * The private key of a session, for a signer to be made of it at once. Keep it in no variable that
 * outlives the signature.
 *
 * @throws SessionNotUsableError when the key is not in this storage.
 */
export async function unwrapSessionKey(
  { storage, vault }: { storage: SessionStorageDriver; vault: KeyVault },
  session: Pick<Session, 'id' | 'chainId' | 'account' | 'keyAddress'>,
): Promise<Hex> {
  const { id, chainId, account, keyAddress } = session
  const record = await storage.get({ chainId, account, kind: 'key', id: keyAddress.toLowerCase() })
  if (!record)
    throw new SessionNotUsableError({
      sessionId: id,
      status: 'INACTIVE',
      reason: 'key-unavailable',
    })
  return vault.unwrap(record.value as WrappedKey, { chainId, account, keyAddress })
}

import { getAddress } from 'viem'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { unwrapSessionKey } from '../storage/unwrapSessionKey.ts'
import type { Session } from '../types/Session.ts'
import type { SessionSigner } from '../types/SessionStorageClient.ts'
import { createSessionSigner } from '../utils/createSessionSigner.ts'

/** What signs for a session: its key out of the vault, or the store of somebody else's that has it. */
export async function getSessionSigner(
  config: SessionConfig,
  session: Pick<Session, 'id' | 'chainId' | 'account' | 'keyAddress'>,
): Promise<SessionSigner> {
  const external = await config.storage.external?.signerOf(session)
  if (external) return external
  const { keyAddress } = session
  return createSessionSigner(getAddress(keyAddress), () => unwrapSessionKey(config, session))
}

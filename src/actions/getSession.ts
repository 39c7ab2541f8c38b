import type { SessionConfig } from '../config/createSessionConfig.ts'
import { SessionNotFoundError } from '../errors/SessionNotFoundError.ts'
import { findSessionScope } from '../storage/findSessionScope.ts'
import type { PartialAccountScope, Session } from '../types/Session.ts'
import { getSessions } from './getSessions.ts'

export interface GetSessionParameters extends PartialAccountScope {
  /** The session's id, or the id of one of its permissions. */
  sessionId: string
}

/**
 * One session as it stands now. Without `chainId` and `account` all of the storage is searched.
 *
 * @throws SessionNotFoundError
 *
 * @example
 * const session = await getSession(config, { sessionId })
 */
export async function getSession(
  config: SessionConfig,
  parameters: GetSessionParameters,
): Promise<Session> {
  const { sessionId, chainId, account } = parameters
  const scope =
    chainId !== undefined && account !== undefined
      ? { chainId, account }
      : await findSessionScope(config.storage, sessionId)
  const sessions = scope ? await getSessions(config, scope) : []
  const session = sessions.find((it) => hasId(it, sessionId))
  if (!session) throw new SessionNotFoundError({ sessionId })
  return session
}

function hasId(session: Session, id: string): boolean {
  return session.id === id || session.permissions.some((permission) => permission.id === id)
}

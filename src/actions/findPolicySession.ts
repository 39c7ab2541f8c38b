import type { SessionConfig } from '../config/createSessionConfig.ts'
import type { Policy } from '../types/Policy.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import { findSession } from './findSession.ts'

/**
 * The session for a policy, as `findSession` has it. While the vault is locked, one that waits for it
 * to be opened comes before newer ones that are over: it is what the policy's answer will be.
 */
export function findPolicySession(
  config: SessionConfig,
  sessions: readonly Session[],
  policy: Policy,
  scope: AccountScope,
): Session | undefined {
  const now = config.views.now(scope)
  const session = findSession(sessions, policy, now)
  if (session?.status === 'ACTIVE' || !config.vault.isLocked?.()) return session
  const closed = sessions.filter(({ reason }) => reason === 'key-unavailable')
  return findSession(closed, policy, now) ?? session
}

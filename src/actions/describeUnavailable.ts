import type { SessionConfig } from '../config/createSessionConfig.ts'
import { KeyUnavailableError } from '../errors/KeyUnavailableError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { checkPolicy } from '../policies/checkPolicy.ts'
import { diffPolicies } from '../policies/diffPolicies.ts'
import { resolveInterval } from '../policies/resolveInterval.ts'
import type { Call, Policy } from '../types/Policy.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import type { UnavailableSession } from '../types/UnavailableSession.ts'
import { findUnavailableReason } from './findUnavailableReason.ts'

/** What a dapp is told of a send that no session can make; nothing for failures of another kind. */
export function describeUnavailable(
  config: SessionConfig,
  parameters: {
    error: unknown
    scope: AccountScope
    policy: Policy
    session: Session | undefined
    calls: readonly Call[]
  },
): UnavailableSession | undefined {
  const { error, scope, policy, session, calls } = parameters
  const reason = findUnavailableReason(error)
  if (!reason) return undefined
  const now = config.views.now(scope)
  const isOver = !isGrantable(policy, now)
  // another session is no remedy for a vault that only has to be opened
  const isLocked = error instanceof KeyUnavailableError && config.vault.isLocked?.() === true
  const nothing = { permissions: [], validAfter: 0, validUntil: 0, batch: false }
  return {
    reason,
    error: toTypedError(error, 'none'),
    session,
    calls,
    difference: isOver ? undefined : diffPolicies(session ?? nothing, policy, { now }),
    canRenew:
      !isLocked &&
      !isOver &&
      policy.validAfter <= now &&
      checkPolicy(policy, calls, { now }).allowed,
  }
}

function isGrantable(policy: Policy, now: number): boolean {
  try {
    resolveInterval(policy, now)
    return true
  } catch {
    return false
  }
}

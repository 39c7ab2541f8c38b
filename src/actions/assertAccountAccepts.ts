import type { ChainView } from '../config/createChainViews.ts'
import { BatchNotEnabledError } from '../errors/moduleErrors.ts'
import { SessionNotUsableError } from '../errors/SessionNotUsableError.ts'

/**
 * Makes sure that the account asks the modules that a send needs: a leaf that proves counts for
 * nothing where it does not.
 *
 * @throws SessionNotUsableError when the key manager is disabled, or the account was upgraded.
 * @throws BatchNotEnabledError when a batch needs the router and it is not enabled.
 */
export function assertAccountAccepts(
  seen: Pick<ChainView, 'upgraded' | 'keyManagerEnabled' | 'batchRouterEnabled'>,
  { sessionId, batch, callCount }: { sessionId: string; batch: boolean; callCount: number },
): void {
  const reason = seen.upgraded
    ? 'account-upgraded'
    : seen.keyManagerEnabled
      ? undefined
      : 'module-disabled'
  if (reason) throw new SessionNotUsableError({ sessionId, status: 'INACTIVE', reason })
  if (batch && !seen.batchRouterEnabled) throw new BatchNotEnabledError({ sessionId, callCount })
}

import type { ChainView } from '../config/createChainViews.ts'
import type { StatusContext } from '../storage/toSession.ts'

/** What an account, as it was last seen, means for the status of its sessions. */
export function accountContext(
  view: ChainView | undefined,
): Pick<StatusContext, 'refusal' | 'batches'> {
  if (!view) return {}
  const refusal = view.upgraded
    ? 'account-upgraded'
    : view.keyManagerEnabled === false
      ? 'module-disabled'
      : undefined
  return { refusal, batches: !view.upgraded && view.batchRouterEnabled }
}

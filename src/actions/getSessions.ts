import { readRoot } from '../account/readRoot.ts'
import type { ChainView } from '../config/createChainViews.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { findClosedKeys } from '../storage/findClosedKeys.ts'
import { isBehind } from '../storage/isBehind.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { type StatusContext, toSession } from '../storage/toSession.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import { findSessionsOnChain } from './findSessionsOnChain.ts'
import { waitForNode } from './waitForNode.ts'

/**
 * The sessions of an account on a chain, oldest first, as they stand now. The chain is asked once,
 * the first time; later changes come from `reconcileSessions`, and from what is granted, sent and
 * revoked.
 *
 * @throws ChainUnreachableError when the chain was never seen and cannot be read: then nothing is
 * known of the sessions, which is not the same as that there are none.
 *
 * @example
 * const sessions = await getSessions(config, { chainId, account })
 * const live = sessions.filter(({ status }) => status === 'ACTIVE')
 */
export async function getSessions(config: SessionConfig, scope: AccountScope): Promise<Session[]> {
  try {
    const [records] = await Promise.all([
      readAccountRecords(config.storage, scope),
      config.views.get(scope) ? undefined : seeChain(config, scope),
    ])
    await catchUp(config, records)
    const tree = findSessionsOnChain(config, records)
    const chain = { now: config.views.now(scope), tree, halted: haltOf(config.views.get(scope)) }
    const context = { ...chain, closedKeys: await findClosedKeys(config, records, chain) }
    return records.sessions.map((record) => toSession(records, record, context))
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

function haltOf(view: ChainView | undefined): StatusContext['halted'] {
  if (view?.isUpgraded) return 'account-upgraded'
  return view && !view.keyManagerEnabled ? 'module-disabled' : undefined
}

/**
 * Looks at the chain again where storage tells of a change in a block that was not seen here: until
 * the chain says so, it is somebody's word.
 */
async function catchUp(config: SessionConfig, records: AccountRecords): Promise<void> {
  const view = config.views.get(records)
  if (!view || !isBehind(records.root, view)) return
  const read = () => seeChain(config, records)
  await waitForNode(config, records, await read(), read)
}

async function seeChain(config: SessionConfig, scope: AccountScope): Promise<ChainView> {
  const seen = await readRoot(config.getClient(scope.chainId), scope.account)
  return config.views.set(scope, seen)
}

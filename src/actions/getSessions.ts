import { readRoot } from '../account/readRoot.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { findClosedKeys } from '../storage/findClosedKeys.ts'
import { isBehind } from '../storage/isBehind.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { toSession } from '../storage/toSession.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { AccountScope, Session } from '../types/Session.ts'
import { accountContext } from './accountContext.ts'

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
      seeChain(config, scope),
    ])
    const chain = {
      now: config.views.now(scope),
      outOfSync: isOutOfSync(config, records),
      ...accountContext(config.views.get(scope)),
    }
    const context = { ...chain, closedKeys: await findClosedKeys(config, records, chain) }
    return records.sessions.map((record) => toSession(records, record, context))
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

async function seeChain(config: SessionConfig, scope: AccountScope): Promise<void> {
  if (config.views.get(scope)) return
  config.views.set(scope, await readRoot(config.getClient(scope.chainId), scope.account))
}

function isOutOfSync(config: SessionConfig, records: AccountRecords): boolean {
  const view = config.views.get(records)
  const { root, staged } = records.root
  if (!view || view.root === root || view.root === staged?.root) return false
  return !isBehind(records.root, view)
}

import { readRoot } from '../account/readRoot.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { isBehind } from '../storage/isBehind.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'

/**
 * Where the storage also knows a store of somebody else's: looks there for the sessions of a root
 * that is on the chain and not ours, and stages them.
 *
 * @returns whether something was staged, which is to be settled now.
 */
export async function adoptExternalSessions(
  config: SessionConfig,
  scope: AccountScope,
  records: AccountRecords,
): Promise<boolean> {
  const { external } = config.storage
  if (!external) return false
  const seen = await readRoot(config.getClient(scope.chainId), scope.account)
  if (seen.root === records.root.root || isBehind(records.root, seen)) return false
  return external.adopt(scope, seen.root)
}

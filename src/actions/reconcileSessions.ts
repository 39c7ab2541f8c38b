import { zeroHash } from 'viem'
import { type ReadRoot, readRoot } from '../account/readRoot.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { endSessions } from '../storage/endSessions.ts'
import { findLateChange } from '../storage/findLateChange.ts'
import { isBehind } from '../storage/isBehind.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import type { AccountRecords } from '../types/AccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'
import { findSessionsOnChain } from './findSessionsOnChain.ts'
import { isReorganised } from './isReorganised.ts'
import { settleStagedChange } from './settleStagedChange.ts'
import { settleTransactions } from './settleTransactions.ts'

/**
 * How this device and the chain agree.
 *
 * - `in-sync`: the root on the chain is the one that was confirmed here.
 * - `in-flight`: a grant or revocation is on its way, or another tab is at it.
 * - `out-of-sync`: the root on the chain is not ours; another device changed it.
 */
export type SyncState = 'in-sync' | 'in-flight' | 'out-of-sync'

/**
 * Compares an account's sessions with the chain, and settles what a crash, a reload or a lost
 * network left open: staged grants and revocations become final or are undone, sessions that were
 * ended elsewhere are `REVOKED`, transactions in the journals get their end, and what the chain took
 * back in a reorganisation is in flight again. Asks the user nothing; sends nothing but, after a
 * reorganisation, what the owner had signed already.
 *
 * @throws ChainUnreachableError when the chain cannot be read; then nothing is changed.
 *
 * @example
 * const state = await reconcileSessions(config, { chainId, account })
 */
export async function reconcileSessions(
  config: SessionConfig,
  scope: AccountScope,
): Promise<SyncState> {
  try {
    const state = await reconcile(config, scope)
    await settleTransactions(config, scope)
    return state
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

async function reconcile(config: SessionConfig, scope: AccountScope): Promise<SyncState> {
  const [records, seen] = await readBoth(config, scope)
  const client = config.getClient(scope.chainId)
  const isSettled =
    !records.root.staged &&
    !findLateChange(records.root, seen) &&
    !(await isReorganised(client, records.root, seen)) &&
    !isEndedElsewhere(records, seen) &&
    !(config.storage.external && stateOf(config, records) === 'out-of-sync')
  if (isSettled) return stateOf(config, records)
  const attempt = await config.lock.tryRun(scope, () => settle(config, scope))
  return attempt.ran ? attempt.result : 'in-flight'
}

async function settle(config: SessionConfig, scope: AccountScope): Promise<SyncState> {
  await settleStagedChange(config, scope)
  const [records, seen] = await readBoth(config, scope)
  if (records.root.staged) return 'in-flight'
  if (!isEndedElsewhere(records, seen)) return stateOf(config, records)
  // noticed only now: the next time tells what becomes of it
  if (await isReorganised(config.getClient(scope.chainId), records.root, seen)) return 'in-flight'
  const { finality } = config
  await endSessions(config.storage, records, { now: Date.now(), seen, finality })
  return 'in-sync'
}

async function readBoth(config: SessionConfig, scope: AccountScope) {
  // throws at once for a chain that is not configured: before a read is on its way
  const client = config.getClient(scope.chainId)
  const [records, seen] = await Promise.all([
    readAccountRecords(config.storage, scope),
    readRoot(client, scope.account),
  ])
  config.views.set(scope, seen)
  return [records, seen] as const
}

/** Whether the chain has no session of the account any more, as of a block that counts. */
function isEndedElsewhere(records: AccountRecords, seen: ReadRoot): boolean {
  return seen.root === zeroHash && records.root.root !== zeroHash && !isBehind(records.root, seen)
}

/** By the newest that this page or process saw of the chain: what storage says of it is no proof. */
function stateOf(config: SessionConfig, records: AccountRecords): SyncState {
  const onChain = findSessionsOnChain(config, records)
  const isExplained = onChain !== undefined && onChain.unclaimed.length === 0
  return isExplained && onChain.absent.length === 0 ? 'in-sync' : 'out-of-sync'
}

import { type Address, type Client, hexToBigInt } from 'viem'
import { getBlockNumber } from 'viem/actions'
import { findUserOperation } from '../account/findUserOperation.ts'
import { readNonce } from '../account/readNonce.ts'
import { type ReadRoot, readRoot } from '../account/readRoot.ts'
import { unansweredFor } from '../account/unansweredFor.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { commitStagedChange } from '../storage/commitStagedChange.ts'
import { findLateChange } from '../storage/findLateChange.ts'
import { isBehind } from '../storage/isBehind.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { stageLateChange } from '../storage/stageLateChange.ts'
import { takeBackChange } from '../storage/takeBackChange.ts'
import { undoStagedChange } from '../storage/undoStagedChange.ts'
import type { AccountRecords, RootRecord, StagedChange } from '../types/AccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { adoptExternalSessions } from './adoptExternalSessions.ts'
import { isHeld } from './isHeld.ts'
import { isReorganised } from './isReorganised.ts'
import { proveRevocation } from './proveRevocation.ts'
import { resendOperations } from './resendOperations.ts'

/** How long the SDK may take to send what it staged, and the chain to mine it. */
const externalFor = 60_000

/** How long to wait for a node that is behind the block at which a change began. */
const behindFor = 10 * 60_000

/**
 * Settles what an earlier grant or revocation left behind, by what the chain says: it went through,
 * it did not, it is still on its way, it is there after it was given up, or the chain took it back. Call it while holding the account's
 * lock.
 *
 * @returns the account's records, with nothing staged unless it is on its way.
 */
export async function settleStagedChange(
  config: SessionConfig,
  scope: AccountScope,
): Promise<AccountRecords> {
  const read = () => readAccountRecords(config.storage, scope)
  const client = config.getClient(scope.chainId)
  let records = await read()
  const { unsettled = [], givenUp = [] } = records.root
  if (!records.root.staged) {
    const isAsked = unsettled.length + givenUp.length > 0
    const seen = isAsked ? await readRoot(client, scope.account) : undefined
    const late = seen && findLateChange(records.root, seen)
    if (late) await stageLateChange(config.storage, records, late)
    else if (seen && (await isReorganised(client, records.root, seen))) {
      await takeBackChange(config.storage, records, { now: Date.now(), seen })
    } else if (!(await adoptExternalSessions(config, scope, records))) return records
    records = await read()
  }
  const { staged } = records.root
  if (!staged) return records
  const fate = await readFate(config, scope, staged, records.root)
  if (fate === 'in-flight') return records
  if (fate === 'failed' || fate === 'given up')
    await undoStagedChange(config.storage, records, { mayBeMined: fate === 'given up' })
  else {
    const { seen, receipt } = fate
    await commitStagedChange(config.storage, records, {
      now: Date.now(),
      seen,
      minedIn: receipt,
      transactionHash: receipt?.transactionHash,
      finality: config.finality,
      refusals: await proveRevocation(config, records),
    })
  }
  return read()
}

/**
 * The root decides, and the nonce: an operation whose nonce is used up and whose root is not there
 * afterwards has failed, or was replaced since. One whose nonce is free and that nobody knows any
 * more is given up. No logs are needed for that, which nodes keep for some days only.
 */
async function readFate(
  config: SessionConfig,
  scope: AccountScope,
  staged: StagedChange,
  confirmed: RootRecord,
): Promise<
  | 'in-flight'
  | 'failed'
  | 'given up'
  | { seen: ReadRoot; receipt: UserOperationReceipt | undefined }
> {
  const client = config.getClient(scope.chainId)
  const { operation } = staged
  // the user may have moved the clock
  const age = Math.abs(Date.now() - staged.stagedAt)
  const seen = await readRoot(client, scope.account)
  const { blockNumber } = seen
  const isNodeBehind =
    isBehind(confirmed, seen) || (operation && blockNumber < hexToBigInt(operation.fromBlock))
  if (isNodeBehind) return age < behindFor ? 'in-flight' : 'given up'
  if (isThere(staged, seen)) return { seen, receipt: await findReceipt(client, staged) }
  if (staged.external) return age < externalFor ? 'in-flight' : 'failed'
  // nothing was signed: another page or process may still be asking for it
  if (!operation) return isHeld(config, staged) ? 'in-flight' : 'failed'
  const nonce = hexToBigInt(operation.nonce)
  const isUsed = (await readNonce(client, scope.account, nonce >> 64n, blockNumber)) > nonce
  if (!isUsed) {
    // a bundler may not tell of what it took only just now, or is still checking
    const patience = operation.accepted ? config.timeout : Math.min(config.timeout, unansweredFor)
    const isFresh = Math.abs(Date.now() - operation.sentAt) < patience
    const isKnown = () => config.getBundler(scope.chainId).knows(operation.userOpHash)
    // it can only be mined behind those before it, which were dropped with it
    if (staged.reorganised && isFresh && !(await isKnown().catch(() => false)))
      await resendOperations(config, scope.chainId, [...(confirmed.unsettled ?? []), staged])
    if (isFresh || (await isKnown())) return 'in-flight'
  }
  // it may have been mined since the root was read: that, too, uses its nonce
  const newest = await readRootAfter(client, scope.account, blockNumber)
  if (isThere(staged, newest)) return { seen: newest, receipt: await findReceipt(client, staged) }
  if (newest.blockNumber < blockNumber) return 'in-flight'
  return isUsed ? 'failed' : 'given up'
}

/** Whether the chain has what a change asked for. */
function isThere(staged: StagedChange, seen: ReadRoot): boolean {
  if (seen.root !== staged.root) return false
  return !staged.modulesOnly || !(seen.keyManagerEnabled || seen.batchRouterEnabled)
}

/**
 * The root as of a block that shows all that was told as of an earlier one. A node that is just
 * mining tells the state of the next block as that of the newest, until it has that block.
 */
async function readRootAfter(
  client: Client,
  account: Address,
  blockNumber: bigint,
): Promise<ReadRoot> {
  for (;;) {
    const seen = await readRoot(client, account)
    if (seen.blockNumber !== blockNumber) return seen
    if ((await getBlockNumber(client, { cacheTime: 0 })) === blockNumber) return seen
  }
}

/** The receipt of a change that went through, where the node still has its log. */
async function findReceipt(
  client: Client,
  { operation }: StagedChange,
): Promise<UserOperationReceipt | undefined> {
  if (!operation) return undefined
  const { userOpHash, fromBlock } = operation
  // a block that was reorganised can have left it in an earlier one than that it was sent at
  const from = hexToBigInt(fromBlock)
  return findUserOperation(client, { userOpHash, fromBlock: from }).catch(() => undefined)
}

import { type Client, type Hash, hexToBigInt } from 'viem'
import { findUserOperation } from '../account/findUserOperation.ts'
import { readNonce } from '../account/readNonce.ts'
import { readRoot } from '../account/readRoot.ts'
import { unansweredFor } from '../account/unansweredFor.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { commitStagedChange } from '../storage/commitStagedChange.ts'
import { isBehind } from '../storage/isBehind.ts'
import { journalChange } from '../storage/journalChange.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { undoStagedChange } from '../storage/undoStagedChange.ts'
import type { AccountRecords, RootRecord, StagedChange } from '../types/AccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'

/** How long the SDK may take to send what it staged, and the chain to mine it. */
const externalFor = 60_000

/** How long a change without a signature may be another process's, which may still be asking. */
const heldFor = 10 * 60_000

/**
 * Settles what an earlier grant or revocation left behind, by what the chain says: it went through,
 * it did not, or it is still on its way. Call it while holding the account's lock.
 *
 * @returns the account's records, with nothing staged unless it is on its way.
 */
export async function settleStagedChange(
  config: SessionConfig,
  scope: AccountScope,
): Promise<AccountRecords> {
  const records = await readAccountRecords(config.storage, scope)
  const { staged } = records.root
  if (!staged) return records
  const fate = await readFate(config, scope, staged, records.root)
  if (fate === 'in-flight') return records
  if (fate === 'failed') await undoStagedChange(config.storage, records)
  else {
    await commitStagedChange(config.storage, records, { now: Date.now(), ...fate })
    await journalChange(config.storage, records, {
      ...staged,
      transactionHash: fate.transactionHash,
    })
  }
  return readAccountRecords(config.storage, scope)
}

/**
 * The root decides, and the nonce as of the same block: an operation whose root is not there and
 * whose nonce is used up has failed, or was replaced since. No logs are needed for that, which
 * nodes keep for some days only.
 */
async function readFate(
  config: SessionConfig,
  scope: AccountScope,
  staged: StagedChange,
  confirmed: RootRecord,
): Promise<'in-flight' | 'failed' | { blockNumber: bigint; transactionHash: Hash | undefined }> {
  const client = config.getClient(scope.chainId)
  const { operation } = staged
  // the user may have moved the clock
  const age = Math.abs(Date.now() - staged.stagedAt)
  const seen = await readRoot(client, scope.account)
  const { root, blockNumber } = seen
  const isNodeBehind =
    isBehind(confirmed, seen) || (operation && blockNumber < hexToBigInt(operation.fromBlock))
  if (isNodeBehind) return age < heldFor ? 'in-flight' : 'failed'
  if (root === staged.root) return { blockNumber, transactionHash: await findHash(client, staged) }
  if (staged.external) return age < externalFor ? 'in-flight' : 'failed'
  if (!operation) {
    // nothing was signed. Under Web Locks nobody else can be at it; between processes one may be
    const mayBeHeld = !globalThis.navigator?.locks && staged.holder !== config.holder
    return mayBeHeld && age < heldFor ? 'in-flight' : 'failed'
  }
  const nonce = hexToBigInt(operation.nonce)
  if ((await readNonce(client, scope.account, nonce >> 64n, blockNumber)) > nonce) return 'failed'
  // a bundler may not tell of what it took only just now, or is still checking
  const patience = operation.accepted ? config.timeout : Math.min(config.timeout, unansweredFor)
  const isFresh = Math.abs(Date.now() - operation.sentAt) < patience
  if (isFresh || (await config.getBundler(scope.chainId).knows(operation.userOpHash)))
    return 'in-flight'
  return 'failed'
}

/** The transaction of a change that went through, where the node still has its log. */
async function findHash(client: Client, { operation }: StagedChange): Promise<Hash | undefined> {
  if (!operation) return undefined
  const { userOpHash, fromBlock } = operation
  const receipt = await findUserOperation(client, {
    userOpHash,
    fromBlock: hexToBigInt(fromBlock),
  }).catch(() => undefined)
  return receipt?.transactionHash
}

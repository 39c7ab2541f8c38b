import { hexToBigInt } from 'viem'
import { findUserOperation } from '../account/findUserOperation.ts'
import { readNonce } from '../account/readNonce.ts'
import { readRoot } from '../account/readRoot.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { commitStagedChange } from '../storage/commitStagedChange.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { undoStagedChange } from '../storage/undoStagedChange.ts'
import type { AccountRecords, StagedChange } from '../types/AccountRecords.ts'
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
  const fate = await readFate(config, scope, staged)
  if (fate === 'in-flight') return records
  if (fate === 'failed') await undoStagedChange(config.storage, records)
  else
    await commitStagedChange(config.storage, records, {
      now: Date.now(),
      transactionHash: fate.transactionHash,
      blockNumber: fate.blockNumber,
    })
  return readAccountRecords(config.storage, scope)
}

async function readFate(config: SessionConfig, scope: AccountScope, staged: StagedChange) {
  const client = config.getClient(scope.chainId)
  const { operation } = staged
  if (staged.external) {
    const { root, blockNumber } = await readRoot(client, scope.account)
    if (root === staged.root) return { transactionHash: undefined, blockNumber }
    return Date.now() - staged.stagedAt < externalFor ? 'in-flight' : 'failed'
  }
  if (!operation) {
    // nothing was signed. Under Web Locks nobody else can be at it; between processes one may be
    const mayBeHeld = !globalThis.navigator?.locks && staged.holder !== config.holder
    return mayBeHeld && Date.now() - staged.stagedAt < heldFor ? 'in-flight' : 'failed'
  }
  const fromBlock = hexToBigInt(operation.fromBlock)
  const nonce = hexToBigInt(operation.nonce)
  const receipt = await findUserOperation(client, { userOpHash: operation.userOpHash, fromBlock })
  if (receipt && !receipt.success) return 'failed'
  if (receipt) {
    const { root, blockNumber } = await readRoot(client, scope.account)
    if (blockNumber < receipt.blockNumber) return 'in-flight'
    // mined, and replaced since: what it granted is not in the root any more
    return root === staged.root
      ? { transactionHash: receipt.transactionHash, blockNumber }
      : 'failed'
  }
  const next = await readNonce(client, scope.account, nonce >> 64n)
  if (next > nonce) return 'failed'
  // a bundler may forget to tell of what it took only just now
  const fresh = operation.accepted && Date.now() - staged.stagedAt < config.timeout
  if (fresh || (await config.getBundler(scope.chainId).knows(operation.userOpHash)))
    return 'in-flight'
  return 'failed'
}

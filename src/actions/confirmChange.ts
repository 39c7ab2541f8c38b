import type { Hash, Hex } from 'viem'
import { getBlock } from 'viem/actions'
import { type ReadRoot, readRoot } from '../account/readRoot.ts'
import type { SentUserOperation } from '../account/sendUserOperation.ts'
import { untilBlock } from '../account/untilBlock.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'
import { ChangeTakenBackError } from '../errors/ChangeTakenBackError.ts'
import { NotRecordedError } from '../errors/NotRecordedError.ts'
import { RootMismatchError } from '../errors/RootMismatchError.ts'
import { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
import { commitStagedChange } from '../storage/commitStagedChange.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import type { AccountScope } from '../types/Session.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { proveRevocation } from './proveRevocation.ts'

export interface ConfirmOptions {
  /** What the owner signed, as it is known here; storage may say otherwise by now. */
  signed: { root: Hex; leaves: readonly Hex[] }
  onMined(transactionHash: Hash): void
  /** Resolve where the root is there and storage does not take it. */
  evenWithoutRecords: boolean
}

/**
 * Waits until the change is mined and its root read back. Where the chain drops the block that it
 * was in meanwhile, it is waited for again.
 */
export async function confirmChange(
  config: SessionConfig,
  scope: AccountScope,
  submission: SentUserOperation,
  options: ConfirmOptions,
): Promise<UserOperationReceipt> {
  const { signed, onMined, evenWithoutRecords } = options
  const client = config.getClient(scope.chainId)
  for (;;) {
    const receipt = await submission.wait()
    const { userOpHash, transactionHash, revertReason } = receipt
    onMined(transactionHash)
    if (!receipt.success)
      throw new UserOperationRevertedError({ userOpHash, transactionHash, reason: revertReason })
    const seen = await untilBlock(() => readRoot(client, scope.account), {
      block: receipt.blockNumber,
      pollingInterval: config.pollingInterval,
      timeout: config.timeout,
    })
    if (seen.blockNumber < receipt.blockNumber)
      throw new ChainUnreachableError({
        cause: new Error(`The node is at block ${seen.blockNumber}, the operation in a later one.`),
        chainEffect: 'changed',
      })
    if (seen.root === signed.root) {
      await confirm(config, scope, { signed, receipt, seen }).catch((error: unknown) => {
        if (!evenWithoutRecords) throw error
        config.views.set(scope, seen)
      })
      return receipt
    }
    const block = await getBlock(client, { blockNumber: receipt.blockNumber })
    if (block.hash === receipt.blockHash)
      throw new RootMismatchError({ expected: signed.root, actual: seen.root })
  }
}

async function confirm(
  config: SessionConfig,
  scope: AccountScope,
  {
    signed,
    receipt,
    seen,
  }: Pick<ConfirmOptions, 'signed'> & { receipt: UserOperationReceipt; seen: ReadRoot },
): Promise<void> {
  const { userOpHash, transactionHash } = receipt
  const records = await readAccountRecords(config.storage, scope)
  const { staged, root } = records.root
  if (staged?.root !== signed.root) {
    // another page settled it meanwhile, as what it is
    if (root === signed.root) return
    throw new NotRecordedError({ userOpHash, transactionHash, cause: new ChangeTakenBackError() })
  }
  await commitStagedChange(config.storage, records, {
    now: Date.now(),
    seen,
    leaves: signed.leaves,
    minedIn: receipt,
    transactionHash,
    finality: config.finality,
    refusals: await proveRevocation(config, records),
  })
  config.views.set(scope, seen)
}

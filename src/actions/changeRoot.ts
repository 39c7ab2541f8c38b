import { type Hash, type Hex, numberToHex, type WalletClient } from 'viem'
import { entryPoint06Address, getUserOperationHash } from 'viem/account-abstraction'
import { getBlockNumber } from 'viem/actions'
import { assertOwnerWallet } from '../account/assertOwnerWallet.ts'
import { encodeCalls } from '../account/encodeCalls.ts'
import { encodeOwnerSignature } from '../account/encodeOwnerSignature.ts'
import { encodeRootCalls } from '../account/encodeRootCalls.ts'
import { fillUserOperation } from '../account/fillUserOperation.ts'
import { type AccountState, readAccountState } from '../account/readAccountState.ts'
import { readNonce } from '../account/readNonce.ts'
import { readRoot } from '../account/readRoot.ts'
import { sendUserOperation } from '../account/sendUserOperation.ts'
import { signAsOwner } from '../account/signAsOwner.ts'
import { untilBlock } from '../account/untilBlock.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
import { ChainUnreachableError } from '../errors/ChainUnreachableError.ts'
import { ChangeInFlightError } from '../errors/ChangeInFlightError.ts'
import { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
import { RootMismatchError } from '../errors/RootMismatchError.ts'
import { toSentError } from '../errors/toSentError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
import { commitStagedChange } from '../storage/commitStagedChange.ts'
import { isBehind } from '../storage/isBehind.ts'
import { journalChange } from '../storage/journalChange.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { stageChange } from '../storage/stageChange.ts'
import { tell } from '../storage/tell.ts'
import { undoStagedChange } from '../storage/undoStagedChange.ts'
import { writeAccountRecords } from '../storage/writeAccountRecords.ts'
import type {
  AccountRecords,
  SessionRecord,
  StagedChange,
  StagedOperation,
} from '../types/AccountRecords.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UserOperation, UserOperationReceipt } from '../types/UserOperation.ts'
import { settleStagedChange } from './settleStagedChange.ts'

/** Where a grant or revocation stands. */
export type ChangeProgress =
  | { phase: 'preparing' }
  /** The wallet was asked; `userOpHash` is what it shows. */
  | { phase: 'awaiting-wallet'; userOpHash: Hash }
  | { phase: 'submitted'; userOpHash: Hash }
  /** The root was read back. */
  | { phase: 'confirmed'; userOpHash: Hash; transactionHash: Hash }

/** What a change does to the tree, decided once the chain was seen. */
export type PlannedChange = Pick<StagedChange, 'kind' | 'root' | 'grants' | 'revokes' | 'drops'> & {
  sessions?: readonly SessionRecord[]
  keys?: readonly (readonly [keyAddress: string, key: WrappedKey])[]
}

export interface ChangeRootParameters {
  account: SmartAccount
  wallet: WalletClient
  /** Decides the change from what storage and chain say. `undefined`: there is nothing to do. */
  plan(records: AccountRecords, state: AccountState): PlannedChange | undefined
  onProgress?: ((progress: ChangeProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Of a length and shape that the ECDSA module accepts, so that gas can be estimated. */
const dummySignature: Hex =
  '0x81d4b4981670cb18f99f0b4a66446df1bf5b204d24cfcb659bf38ba27a4359b5711649ec2423c5e1247245eba2964679b6a1dbb85c992ae40b9b00c6935b02ff1b'

/**
 * Changes the root on the chain, in two phases: staged before the owner is asked, and final only
 * after the root was read back. Whatever fails on the way is undone. Grant and revoke both go
 * through here, one at a time for each account.
 *
 * @returns the receipt; `undefined` when there was nothing to do.
 */
export async function changeRoot(
  config: SessionConfig,
  parameters: ChangeRootParameters,
): Promise<UserOperationReceipt | undefined> {
  const { account, wallet, onProgress, signal } = parameters
  const scope = { chainId: account.chainId, account: account.address }
  const client = config.getClient(scope.chainId)

  return config.lock.run(scope, async () => {
    tell(onProgress, { phase: 'preparing' })
    await assertOwnerWallet(wallet, account)
    const [records, seen] = await Promise.all([
      settleStagedChange(config, scope),
      readAccountState(client, scope.account),
    ]).catch((error: unknown) => {
      throw toTypedError(error, 'none')
    })
    config.views.set(scope, seen)
    const state = isBehind(records.root, seen) ? { ...seen, root: records.root.root } : seen
    const inFlight = records.root.staged
    if (inFlight) throw new ChangeInFlightError({ userOpHash: inFlight.operation?.userOpHash })
    const planned = parameters.plan(records, state)
    if (!planned) return undefined

    const { sessions, keys, ...change } = planned
    const staged = { ...change, holder: config.holder, stagedAt: Date.now() }
    await stageChange(config.storage, records, {
      staged,
      sessions: sessions ?? [],
      keys: keys ?? [],
    })
    let sent: { userOpHash: Hash; transactionHash: Hash | undefined } | undefined
    try {
      // the nonce is of the block at which the root was read: if another device changes the root
      // from then on, this operation is refused, and ends no session unseen
      const nonceBlock = state === seen ? seen.blockNumber : undefined
      const nonce = await readNonce(client, scope.account, 0n, nonceBlock)
      const unsigned = await buildOperation(config, account, { state, nonce, root: change.root })
      const userOpHash = hashOf(unsigned, scope.chainId)
      tell(onProgress, { phase: 'awaiting-wallet', userOpHash })
      const signature = await signAsOwner(wallet, { account, userOpHash, signal })
      const fromBlock = await getBlockNumber(client, { cacheTime: 0 })
      const operation = {
        userOpHash,
        nonce: numberToHex(unsigned.nonce),
        fromBlock: numberToHex(fromBlock),
        sentAt: Date.now(),
      }
      // written down before it is sent, so that a crash from here on can be settled with the chain
      await recordOperation(config, scope, { ...operation, accepted: false })
      sent = { userOpHash, transactionHash: undefined }
      const signed = { ...unsigned, signature: encodeOwnerSignature(signature) }
      const services = { client, bundler: config.getBundler(scope.chainId) }
      const { pollingInterval, timeout } = config
      const wait = { userOpHash, fromBlock, pollingInterval, timeout, signal }
      const submission = await sendUserOperation(services, signed, wait)
      if (submission.accepted)
        await recordOperation(config, scope, { ...operation, accepted: true })
      tell(onProgress, { phase: 'submitted', userOpHash })
      const receipt = await submission.wait()
      const { transactionHash } = receipt
      sent = { userOpHash, transactionHash }
      await confirm(config, account, staged.root, receipt)
      tell(onProgress, { phase: 'confirmed', userOpHash, transactionHash })
      return receipt
    } catch (error) {
      // what may still be mined stays staged, and is settled with the chain later
      const isOver = !sent || isRefusal(error)
      if (isOver) await undo(config, scope)
      throw sent && !isOver ? toSentError(error, sent) : toTypedError(error, 'none')
    }
  })
}

async function buildOperation(
  config: SessionConfig,
  account: SmartAccount,
  { state, nonce, root }: { state: AccountState; nonce: bigint; root: Hex },
): Promise<UserOperation> {
  const { chainId, address: sender } = account
  return fillUserOperation(
    {
      sender,
      nonce,
      initCode: state.deployed ? '0x' : account.initCode,
      callData: encodeCalls(encodeRootCalls(sender, state, root), { batch: false }),
      signature: encodeOwnerSignature(dummySignature),
    },
    { bundler: config.getBundler(chainId), paymaster: config.getPaymaster(chainId) },
  )
}

function hashOf(userOperation: UserOperation, chainId: number): Hash {
  return getUserOperationHash({
    chainId,
    entryPointAddress: entryPoint06Address,
    entryPointVersion: '0.6',
    userOperation,
  })
}

async function recordOperation(
  config: SessionConfig,
  scope: AccountScope,
  operation: StagedOperation,
): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  const { staged } = records.root
  if (staged?.holder !== config.holder) throw new ChangeInFlightError({})
  await writeAccountRecords(config.storage, records, {
    root: { ...records.root, staged: { ...staged, operation } },
  })
}

async function confirm(
  config: SessionConfig,
  account: SmartAccount,
  expected: Hex,
  receipt: UserOperationReceipt,
): Promise<void> {
  const scope = { chainId: account.chainId, account: account.address }
  const { userOpHash, transactionHash, revertReason } = receipt
  if (!receipt.success)
    throw new UserOperationRevertedError({ userOpHash, transactionHash, reason: revertReason })
  const client = config.getClient(scope.chainId)
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
  const records = await readAccountRecords(config.storage, scope)
  if (seen.root !== expected) throw new RootMismatchError({ expected, actual: seen.root })
  await commitStagedChange(config.storage, records, {
    now: Date.now(),
    transactionHash,
    blockNumber: seen.blockNumber,
  })
  config.views.set(scope, seen)
  await journalChange(config.storage, records, { ...records.root.staged, transactionHash })
}

/** Whether it is certain that the change is not on the chain, and will not be. */
function isRefusal(error: unknown): boolean {
  if (error instanceof UserOperationRevertedError || error instanceof RootMismatchError) return true
  const isAnswer =
    error instanceof UserOperationDroppedError ||
    error instanceof UserOperationRejectedError ||
    error instanceof InsufficientFundsError ||
    error instanceof BundlerUnreachableError
  return isAnswer && error.chainEffect === 'none'
}

async function undo(config: SessionConfig, scope: AccountScope): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  if (records.root.staged?.holder === config.holder) await undoStagedChange(config.storage, records)
}

import { type Address, type Hash, type Hex, numberToHex, type WalletClient } from 'viem'
import { formatUserOperationRequest } from 'viem/account-abstraction'
import { getBlockNumber } from 'viem/actions'
import { afterSignature } from '../account/afterSignature.ts'
import { assertKeyOwner } from '../account/assertKeyOwner.ts'
import { assertOwnerWallet } from '../account/assertOwnerWallet.ts'
import { encodeCalls } from '../account/encodeCalls.ts'
import { encodeOwnerSignature } from '../account/encodeOwnerSignature.ts'
import { encodeRootCalls, type RootCallsOptions } from '../account/encodeRootCalls.ts'
import { fillUserOperation } from '../account/fillUserOperation.ts'
import { hashUserOperation } from '../account/hashUserOperation.ts'
import { placeholderSignature } from '../account/placeholderSignature.ts'
import { type AccountState, readAccountState } from '../account/readAccountState.ts'
import { readNonce } from '../account/readNonce.ts'
import { readTarget, type TargetState } from '../account/readTarget.ts'
import { sendUserOperation } from '../account/sendUserOperation.ts'
import { signAsOwner } from '../account/signAsOwner.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { AbortedError } from '../errors/AbortedError.ts'
import { BundlerUnreachableError } from '../errors/BundlerUnreachableError.ts'
import { ChangeInFlightError } from '../errors/ChangeInFlightError.ts'
import { ChangeTakenBackError } from '../errors/ChangeTakenBackError.ts'
import { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
import { AccountUpgradedError } from '../errors/moduleErrors.ts'
import { RootMismatchError } from '../errors/RootMismatchError.ts'
import { toSentError } from '../errors/toSentError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
import { createMerkleTree } from '../merkle/createMerkleTree.ts'
import { emptyRoot } from '../merkle/emptyRoot.ts'
import { findLateChange } from '../storage/findLateChange.ts'
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
import type { Json } from '../types/Json.ts'
import type { WrappedKey } from '../types/KeyVault.ts'
import type { AccountScope } from '../types/Session.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UserOperation, UserOperationReceipt } from '../types/UserOperation.ts'
import { confirmChange } from './confirmChange.ts'
import { isReorganised } from './isReorganised.ts'
import { keepLease } from './keepLease.ts'
import { settleStagedChange } from './settleStagedChange.ts'
import { waitForNode } from './waitForNode.ts'

/** Where a grant or revocation stands. */
export type ChangeProgress =
  /** Another change of the account is at it, here or in another tab: this one waits for its turn. */
  | { phase: 'queued' }
  | { phase: 'preparing' }
  /** The wallet was asked; `userOpHash` is what it shows. */
  | { phase: 'awaiting-wallet'; userOpHash: Hash }
  | { phase: 'submitted'; userOpHash: Hash }
  /** The root was read back. */
  | { phase: 'confirmed'; userOpHash: Hash; transactionHash: Hash }

/** What a change does to the tree, decided once the chain was seen. */
export type PlannedChange = Pick<StagedChange, 'kind' | 'grants' | 'revokes' | 'drops'> & {
  /** The leaves of the new tree, in their order: what the owner signs is their root. */
  leaves: readonly Hex[]
  router: RootCallsOptions['router']
  sessions?: readonly SessionRecord[]
  keys?: readonly (readonly [keyAddress: string, key: WrappedKey])[]
}

export interface ChangeRootParameters {
  account: SmartAccount
  wallet: WalletClient
  /** Decides the change from what storage and chain say. `undefined`: there is nothing to do. */
  plan(
    records: AccountRecords,
    state: AccountState,
    targets: readonly TargetState[],
  ): Promise<PlannedChange | undefined> | PlannedChange | undefined
  /** What the new key may call: looked at under the lock, for `plan`. */
  targets?: readonly Address[] | undefined
  /**
   * Go on whatever storage says, or where it says nothing: for ending everything, which needs no
   * records. A change that is on its way is then overtaken, or overtakes this one.
   * @default false
   */
  evenWithoutRecords?: boolean | undefined
  onProgress?: ((progress: ChangeProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

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
  const { account, wallet, evenWithoutRecords = false, onProgress, signal } = parameters
  const scope = { chainId: account.chainId, account: account.address }
  const client = config.getClient(scope.chainId)
  const plan: ChangeRootParameters['plan'] = async (...standing) => {
    try {
      return await parameters.plan(...standing)
    } catch (error) {
      throw toTypedError(error, 'none')
    }
  }

  const task = async () => {
    tell(onProgress, { phase: 'preparing' })
    await assertOwnerWallet(wallet, account, signal)
    const [{ records, seen }, targets] = await Promise.all([
      evenWithoutRecords ? readAsFarAsPossible(config, scope) : readSettled(config, scope),
      Promise.all((parameters.targets ?? []).map((address) => readTarget(client, address))),
      assertKeyOwner(client, account.owner),
    ]).catch((error: unknown) => {
      throw toTypedError(error, 'none')
    })
    // what this page saw of the chain itself can be newer than what a slow node says of it
    const known = config.views.set(scope, seen)
    const isBehind = known.blockNumber > seen.blockNumber
    const state = isBehind
      ? { ...seen, root: known.root, modules: known.modules ?? seen.modules, deployed: true }
      : seen
    if (state.upgraded) throw new AccountUpgradedError({ account: scope.account })
    const inFlight = records.root.staged
    if (inFlight) throw new ChangeInFlightError({ userOpHash: inFlight.operation?.userOpHash })
    const planned = await plan(records, state, targets)
    if (!planned) return undefined

    const { sessions, keys, router, ...change } = planned
    const root = createMerkleTree(change.leaves).root
    const isEmptyAlready = state.root === emptyRoot && root === emptyRoot
    const staged: StagedChange = {
      ...change,
      root,
      ...(isEmptyAlready ? { modulesOnly: true } : {}),
      holder: config.holder,
      stagedAt: Date.now(),
    }
    let isRecorded = true
    await stageChange(config.storage, records, {
      staged,
      sessions: sessions ?? [],
      keys: keys ?? [],
    }).catch((error: unknown) => {
      if (!evenWithoutRecords) throw error
      isRecorded = false
    })
    const record = async (operation: StagedOperation) => {
      if (!isRecorded) return
      await recordOperation(config, scope, operation).catch((error: unknown) => {
        if (!evenWithoutRecords) throw error
        isRecorded = false
      })
    }
    let sent: { userOpHash: Hash; transactionHash: Hash | undefined } | undefined
    try {
      // the nonce is of the block at which the root was read: if another device changes the root
      // from then on, this operation is refused, and ends no session unseen
      const nonceBlock = state === seen ? seen.blockNumber : undefined
      const nonce = await readNonce(client, scope.account, 0n, nonceBlock)
      const unsigned = await buildOperation(config, account, {
        state,
        nonce,
        change: { root, router },
        signal,
      })
      const userOpHash = hashUserOperation(unsigned, scope.chainId)
      tell(onProgress, { phase: 'awaiting-wallet', userOpHash })
      const signature = await keepLease(config, scope, () =>
        signAsOwner(wallet, { account, userOpHash, signal }),
      )
      const fromBlock = await getBlockNumber(client, { cacheTime: 0 })
      const operation = {
        userOpHash,
        nonce: numberToHex(unsigned.nonce),
        fromBlock: numberToHex(fromBlock),
        sentAt: Date.now(),
      }
      // written down before it is sent, so that a crash from here on can be settled with the chain
      await record({ ...operation, accepted: false })
      sent = { userOpHash, transactionHash: undefined }
      const signed = { ...unsigned, signature: encodeOwnerSignature(signature) }
      const services = { client, bundler: config.getBundler(scope.chainId) }
      const { pollingInterval, timeout } = config
      const wait = { userOpHash, fromBlock, pollingInterval, timeout, signal }
      const submission = await sendUserOperation(services, signed, wait).catch(
        async (error: unknown) => {
          throw await afterSignature(services.bundler, error)
        },
      )
      if (submission.accepted)
        await record({
          ...operation,
          accepted: true,
          signed: JSON.parse(JSON.stringify(formatUserOperationRequest(signed))) as Json,
        })
      tell(onProgress, { phase: 'submitted', userOpHash })
      const receipt = await confirmChange(config, scope, submission, {
        signed: { root, leaves: change.leaves },
        evenWithoutRecords,
        onMined: (mined) => {
          sent = { userOpHash, transactionHash: mined }
        },
      })
      const { transactionHash } = receipt
      tell(onProgress, { phase: 'confirmed', userOpHash, transactionHash })
      return receipt
    } catch (error) {
      // what may still be mined stays staged, and is settled with the chain later
      const isOver = !sent || isRefusal(error)
      // dropped by one bundler is not refused by the chain
      const mayBeMined = error instanceof UserOperationDroppedError
      if (isOver)
        await undo(config, scope, { mayBeMined }).catch((failure: unknown) => {
          if (!evenWithoutRecords) throw failure
        })
      throw sent && !isOver ? toSentError(error, sent) : toTypedError(error, 'none')
    }
  }
  return config.lock.run(scope, task, {
    signal,
    onQueued: () => tell(onProgress, { phase: 'queued' }),
  })
}

interface Standing {
  records: AccountRecords
  seen: AccountState
}

/** What is stored and what the chain says, once an earlier change that was left open is settled. */
async function readSettled(config: SessionConfig, scope: AccountScope): Promise<Standing> {
  const client = config.getClient(scope.chainId)
  const [records, seen] = await Promise.all([
    readAccountRecords(config.storage, scope),
    readAccountState(client, scope.account),
  ])
  const isSettled =
    !records.root.staged &&
    !findLateChange(records.root, seen) &&
    !(await isReorganised(client, records.root, seen))
  const read = () => readAccountState(client, scope.account)
  if (isSettled) return { records, seen: await waitForNode(config, records, seen, read) }
  const settled = await settleStagedChange(config, scope)
  return { records: settled, seen: await waitForNode(config, settled, await read(), read) }
}

/**
 * The same for a change that ends everything: what storage cannot say, or will not let go of, does
 * not stand in its way.
 */
async function readAsFarAsPossible(config: SessionConfig, scope: AccountScope): Promise<Standing> {
  const read = async () => {
    const { records, seen } = await readSettled(config, scope)
    const { staged } = records.root
    if (!staged) return { records, seen }
    await undoStagedChange(config.storage, records, { mayBeMined: true })
    return { records: await readAccountRecords(config.storage, scope), seen }
  }
  const seen = await readAccountState(config.getClient(scope.chainId), scope.account)
  return read().catch(() => ({
    records: {
      ...scope,
      root: { root: seen.root, nextPosition: 0 },
      revision: null,
      sessions: [],
      keys: new Map(),
    },
    seen,
  }))
}

async function buildOperation(
  config: SessionConfig,
  account: SmartAccount,
  options: {
    state: AccountState
    nonce: bigint
    change: RootCallsOptions
    signal: AbortSignal | undefined
  },
): Promise<UserOperation> {
  const { state, nonce, change, signal } = options
  const { chainId, address: sender } = account
  return fillUserOperation(
    {
      sender,
      nonce,
      initCode: state.deployed ? '0x' : account.initCode,
      callData: encodeCalls(encodeRootCalls(sender, state, change), { batch: false }),
      signature: encodeOwnerSignature(placeholderSignature),
    },
    { bundler: config.getBundler(chainId), paymaster: config.getPaymaster(chainId) },
    { signal },
  )
}

async function recordOperation(
  config: SessionConfig,
  scope: AccountScope,
  operation: StagedOperation,
): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  const { staged } = records.root
  if (staged?.holder !== config.holder) throw new ChangeTakenBackError()
  await writeAccountRecords(config.storage, records, {
    root: { ...records.root, staged: { ...staged, operation } },
  })
}

/** Whether it is certain that the change is not on the chain, and will not be. */
function isRefusal(error: unknown): boolean {
  if (error instanceof UserOperationRevertedError || error instanceof RootMismatchError) return true
  const isAnswer =
    error instanceof AbortedError ||
    error instanceof UserOperationDroppedError ||
    error instanceof UserOperationRejectedError ||
    error instanceof InsufficientFundsError ||
    error instanceof BundlerUnreachableError
  return isAnswer && error.chainEffect === 'none'
}

async function undo(
  config: SessionConfig,
  scope: AccountScope,
  options: { mayBeMined: boolean },
): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  if (records.root.staged?.holder === config.holder)
    await undoStagedChange(config.storage, records, options)
}

import { type Hash, type Hex, numberToHex, type WalletClient } from 'viem'
import { entryPoint06Address, getUserOperationHash } from 'viem/account-abstraction'
import { getBlockNumber } from 'viem/actions'
import { encodeCalls } from '../account/encodeCalls.ts'
import { encodeOwnerSignature } from '../account/encodeOwnerSignature.ts'
import { encodeRootCalls } from '../account/encodeRootCalls.ts'
import { fillUserOperation } from '../account/fillUserOperation.ts'
import { type AccountState, readAccountState } from '../account/readAccountState.ts'
import { readNonce } from '../account/readNonce.ts'
import { readRoot } from '../account/readRoot.ts'
import { assertOwnerWallet, signAsOwner } from '../account/signAsOwner.ts'
import { waitForUserOperation } from '../account/waitForUserOperation.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { ChangeInFlightError } from '../errors/ChangeInFlightError.ts'
import { InsufficientFundsError } from '../errors/InsufficientFundsError.ts'
import { RootMismatchError } from '../errors/RootMismatchError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
import { commitStagedChange } from '../storage/commitStagedChange.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { stageChange } from '../storage/stageChange.ts'
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
export function changeRoot(
  config: SessionConfig,
  parameters: ChangeRootParameters,
): Promise<UserOperationReceipt | undefined> {
  const { account, wallet, onProgress, signal } = parameters
  const scope = { chainId: account.chainId, account: account.address }
  const client = config.getClient(scope.chainId)

  return config.lock.run(scope, async () => {
    onProgress?.({ phase: 'preparing' })
    await assertOwnerWallet(wallet, account)
    const [records, state] = await Promise.all([
      settleStagedChange(config, scope),
      readAccountState(client, scope.account),
    ])
    config.views.set(scope, state)
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
    let sent = false
    try {
      const unsigned = await buildOperation(config, account, state, change.root)
      const userOpHash = hashOf(unsigned, scope.chainId)
      onProgress?.({ phase: 'awaiting-wallet', userOpHash })
      const signature = await signAsOwner(wallet, { account, userOpHash, signal })
      const fromBlock = await getBlockNumber(client, { cacheTime: 0 })
      const operation = {
        userOpHash,
        nonce: numberToHex(unsigned.nonce),
        fromBlock: numberToHex(fromBlock),
      }
      // written down before it is sent, so that a crash from here on can be settled with the chain
      await recordOperation(config, scope, { ...operation, accepted: false })
      sent = true
      await config
        .getBundler(scope.chainId)
        .send({ ...unsigned, signature: encodeOwnerSignature(signature) })
      await recordOperation(config, scope, { ...operation, accepted: true })
      onProgress?.({ phase: 'submitted', userOpHash })
      const receipt = await waitForUserOperation(client, {
        userOpHash,
        fromBlock,
        pollingInterval: config.pollingInterval,
        timeout: config.timeout,
        signal,
      })
      await confirm(config, account, staged.root, receipt)
      onProgress?.({ phase: 'confirmed', userOpHash, transactionHash: receipt.transactionHash })
      return receipt
    } catch (error) {
      // what may still be mined stays staged, and is settled with the chain later
      if (!sent || isRefusal(error)) await undo(config, scope)
      throw toTypedError(error, sent ? 'unknown' : 'none')
    }
  })
}

async function buildOperation(
  config: SessionConfig,
  account: SmartAccount,
  state: AccountState,
  root: Hex,
): Promise<UserOperation> {
  const { chainId, address: sender } = account
  return fillUserOperation(
    {
      sender,
      nonce: await readNonce(config.getClient(chainId), sender, 0n),
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
  const [seen, records] = await Promise.all([
    readRoot(config.getClient(scope.chainId), scope.account),
    readAccountRecords(config.storage, scope),
  ])
  if (seen.root !== expected) throw new RootMismatchError({ expected, actual: seen.root })
  await commitStagedChange(config.storage, records, {
    now: Date.now(),
    transactionHash,
    blockNumber: seen.blockNumber,
  })
  config.views.set(scope, seen)
}

/** Whether it is certain that the change is not on the chain, and will not be. */
function isRefusal(error: unknown): boolean {
  if (error instanceof UserOperationRevertedError || error instanceof RootMismatchError) return true
  return (
    (error instanceof UserOperationRejectedError || error instanceof InsufficientFundsError) &&
    error.chainEffect === 'none'
  )
}

async function undo(config: SessionConfig, scope: AccountScope): Promise<void> {
  const records = await readAccountRecords(config.storage, scope)
  if (records.root.staged?.holder === config.holder) await undoStagedChange(config.storage, records)
}

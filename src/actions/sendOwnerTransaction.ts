import type { Hash, WalletClient } from 'viem'
import { getBlockNumber, getCode } from 'viem/actions'
import { afterSignature } from '../account/afterSignature.ts'
import { assertKeyOwner } from '../account/assertKeyOwner.ts'
import { assertOwnerWallet } from '../account/assertOwnerWallet.ts'
import { encodeCalls } from '../account/encodeCalls.ts'
import { encodeOwnerSignature } from '../account/encodeOwnerSignature.ts'
import { fillUserOperation } from '../account/fillUserOperation.ts'
import { hashUserOperation } from '../account/hashUserOperation.ts'
import { placeholderSignature } from '../account/placeholderSignature.ts'
import { readNonce } from '../account/readNonce.ts'
import { sendUserOperation } from '../account/sendUserOperation.ts'
import { signAsOwner } from '../account/signAsOwner.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { BaseError } from '../errors/BaseError.ts'
import { toSentError } from '../errors/toSentError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
import { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
import { WalletNotConnectedError } from '../errors/WalletNotConnectedError.ts'
import { tell } from '../storage/tell.ts'
import type { AnyCall, Calls } from '../types/Calls.ts'
import type { Call } from '../types/Policy.ts'
import type { SmartAccount } from '../types/SmartAccount.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { getSmartAccount } from './getSmartAccount.ts'
import { toEncodedCalls } from './toEncodedCalls.ts'

/** Where a send that the owner signs stands. */
export type OwnerSendProgress =
  /** A grant or revocation of an account that is not deployed is at it: this waits for its turn. */
  | { phase: 'queued' }
  | { phase: 'preparing' }
  /** The wallet was asked; `userOpHash` is what it shows. */
  | { phase: 'awaiting-wallet'; userOpHash: Hash }
  | { phase: 'submitted'; userOpHash: Hash }
  | { phase: 'mined'; userOpHash: Hash; transactionHash: Hash }

export interface OwnerCallsParameters<calls extends readonly unknown[] = readonly AnyCall[]> {
  /**
   * What to do, in one user operation: all of it happens, or nothing. Encoded, or by function as in
   * viem: `{ to, abi, functionName, args, value }`.
   */
  calls: Calls<calls>
  /** Several accounts of one owner. @default 0 */
  index?: number | undefined
  onProgress?: ((progress: OwnerSendProgress) => void) | undefined
  /** Gives up waiting. What was sent by then can still be mined. */
  signal?: AbortSignal | undefined
}

export interface SendOwnerTransactionParameters<
  calls extends readonly unknown[] = readonly AnyCall[],
> extends OwnerCallsParameters<calls> {
  /** The owner's wallet, as viem has it. It is asked for one signature, however many calls. */
  wallet: WalletClient
  chainId: number
}

/**
 * Sends calls from the smart account with its owner's signature instead of a session key: for what
 * no session allows. Deploys the account if it is not there yet. Resolves when the operation is
 * mined.
 *
 * No policy is checked: the owner may do anything, also what no session ever may, such as calling
 * the account itself or its modules, which can enable a module or replace the root of all sessions.
 * The wallet shows the hash of the operation and nothing of its calls, so show the user what they
 * sign, and pass on no calls that you did not build yourself.
 *
 * @throws InvalidParameterError, InvalidAddressError when a call is none, or cannot be encoded.
 * @throws UserRejectedError when the owner says no; then nothing was sent.
 * @throws OwnerMismatchError, ChainMismatchError when the wallet is another one, or elsewhere.
 * @throws InsufficientFundsError, PaymasterRefusedError when nobody pays for the gas.
 * @throws UserOperationUnderpricedError when the bundler asks for higher fees than those that were
 * signed; trying again offers them, and asks the wallet again.
 * @throws UserOperationRevertedError when a called contract refused.
 *
 * @example
 * const { transactionHash } = await sendOwnerTransaction(config, {
 *   wallet,
 *   chainId: polygonAmoy.id,
 *   calls: [{ to: nft, abi, functionName: 'safeMint', args: [account] }],
 * })
 */
export async function sendOwnerTransaction<const calls extends readonly unknown[]>(
  config: SessionConfig,
  parameters: SendOwnerTransactionParameters<calls>,
): Promise<UserOperationReceipt>
export async function sendOwnerTransaction(
  config: SessionConfig,
  parameters: SendOwnerTransactionParameters,
): Promise<UserOperationReceipt> {
  const { wallet, chainId, index, onProgress, signal } = parameters
  try {
    const encoded = { ...parameters, calls: toEncodedCalls(parameters.calls) }
    if (!wallet.account) throw new WalletNotConnectedError()
    const account = await getSmartAccount(config, { chainId, owner: wallet.account.address, index })
    await assertOwnerWallet(wallet, account, signal)
    const client = config.getClient(chainId)
    const [deployed] = await Promise.all([
      isDeployed(config, account),
      assertKeyOwner(client, account.owner),
    ])
    if (deployed) return await send(config, account, encoded)
    // of two operations that both deploy the account one is refused: after the grants' turn
    return await config.lock.run(
      { chainId, account: account.address },
      () => send(config, account, encoded),
      { signal, onQueued: () => tell(onProgress, { phase: 'queued' }) },
    )
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

type EncodedParameters = SendOwnerTransactionParameters & { calls: readonly Call[] }

async function send(
  config: SessionConfig,
  account: SmartAccount,
  { wallet, calls, onProgress, signal }: EncodedParameters,
): Promise<UserOperationReceipt> {
  const { chainId, address: sender } = account
  const client = config.getClient(chainId)
  const bundler = config.getBundler(chainId)
  tell(onProgress, { phase: 'preparing' })

  // lane 0 is for changes of the root, which stand on its nonce: this must not take it from them
  const lane = config.lanes.take({ chainId, account: sender })
  let outcome: 'settled' | 'unsent' | 'lost' = 'unsent'
  let sent: { userOpHash: Hash; transactionHash: Hash | undefined } | undefined
  try {
    const [nonce, deployed] = await Promise.all([
      readNonce(client, sender, lane.key),
      isDeployed(config, account),
    ])
    const unsigned = await fillUserOperation(
      {
        sender,
        nonce,
        initCode: deployed ? '0x' : account.initCode,
        callData: encodeCalls(calls, { batch: calls.length > 1 }),
        signature: encodeOwnerSignature(placeholderSignature),
      },
      { bundler, paymaster: config.getPaymaster(chainId) },
      { signal },
    )
    const userOpHash = hashUserOperation(unsigned, chainId)
    tell(onProgress, { phase: 'awaiting-wallet', userOpHash })
    const signature = await signAsOwner(wallet, { account, userOpHash, signal })
    const fromBlock = await getBlockNumber(client, { cacheTime: 0 })
    outcome = 'lost'
    const { pollingInterval, timeout } = config
    const submission = await sendUserOperation(
      { bundler, client },
      { ...unsigned, signature: encodeOwnerSignature(signature) },
      { userOpHash, fromBlock, pollingInterval, timeout, signal },
    ).catch(async (error: unknown) => {
      if (error instanceof BaseError && error.chainEffect === 'none') outcome = 'unsent'
      throw await afterSignature(bundler, error)
    })
    sent = { userOpHash, transactionHash: undefined }
    tell(onProgress, { phase: 'submitted', userOpHash })
    const receipt = await submission.wait()
    outcome = 'settled'
    const { transactionHash, success, revertReason } = receipt
    sent = { userOpHash, transactionHash }
    if (!success)
      throw new UserOperationRevertedError({ userOpHash, transactionHash, reason: revertReason })
    tell(onProgress, { phase: 'mined', userOpHash, transactionHash })
    return receipt
  } catch (error) {
    if (error instanceof UserOperationDroppedError) {
      // what is sent next takes its place, so that it cannot happen after all
      outcome = 'unsent'
      throw error
    }
    throw sent ? toSentError(error, sent) : error
  } finally {
    lane.release(outcome)
  }
}

async function isDeployed(config: SessionConfig, account: SmartAccount): Promise<boolean> {
  const code = await getCode(config.getClient(account.chainId), { address: account.address })
  return code !== undefined && code !== '0x'
}

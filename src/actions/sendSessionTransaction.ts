import { type Hash, numberToHex } from 'viem'
import { createFeeRaise, type FeeRaise } from '../account/createFeeRaise.ts'
import type { NonceLane } from '../account/createNonceLanes.ts'
import { encodeCalls } from '../account/encodeCalls.ts'
import { encodeSessionSignature } from '../account/encodeSessionSignature.ts'
import { fillUserOperation } from '../account/fillUserOperation.ts'
import { hashUserOperation } from '../account/hashUserOperation.ts'
import { placeholderSignature } from '../account/placeholderSignature.ts'
import { readNonce } from '../account/readNonce.ts'
import { readRoot } from '../account/readRoot.ts'
import { sendUserOperation } from '../account/sendUserOperation.ts'
import type { SessionConfig } from '../config/createSessionConfig.ts'
import { AbortedError } from '../errors/AbortedError.ts'
import { BaseError } from '../errors/BaseError.ts'
import { toSentError } from '../errors/toSentError.ts'
import { toTypedError } from '../errors/toTypedError.ts'
import { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
import { UserOperationRejectedError } from '../errors/UserOperationRejectedError.ts'
import { UserOperationRevertedError } from '../errors/UserOperationRevertedError.ts'
import { appendJournal } from '../storage/appendJournal.ts'
import { journalOfReceipt } from '../storage/journalOfReceipt.ts'
import { readAccountRecords } from '../storage/readAccountRecords.ts'
import { tell } from '../storage/tell.ts'
import { toJournalCalls } from '../storage/toJournalCalls.ts'
import type { AnyCall, Calls } from '../types/Calls.ts'
import type { Json } from '../types/Json.ts'
import type { Call } from '../types/Policy.ts'
import type { AccountScope, PartialAccountScope } from '../types/Session.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { assertAccountAccepts } from './assertAccountAccepts.ts'
import { chooseSession } from './chooseSession.ts'
import { getSessionSigner } from './getSessionSigner.ts'
import { proveLeaves } from './proveLeaves.ts'
import { toEncodedCalls } from './toEncodedCalls.ts'

/** Where a send stands. */
export type SendProgress =
  | { phase: 'preparing'; sessionId: string }
  | { phase: 'submitted'; sessionId: string; userOpHash: Hash }
  | { phase: 'mined'; sessionId: string; userOpHash: Hash; transactionHash: Hash }

export interface SessionCallsParameters<calls extends readonly unknown[] = readonly AnyCall[]> {
  /**
   * What to do, in one user operation: all of it happens, or nothing. Encoded, or by function as in
   * viem: `{ to, abi, functionName, args, value }`.
   */
  calls: Calls<calls>
  /**
   * Send through the batch router even a single call.
   * @default false for one call, true for several
   */
  batch?: boolean | undefined
  onProgress?: ((progress: SendProgress) => void) | undefined
  /** Gives up waiting. What was sent by then can still be mined. */
  signal?: AbortSignal | undefined
}

export type SendSessionTransactionParameters<
  calls extends readonly unknown[] = readonly AnyCall[],
> = SessionCallsParameters<calls> &
  (
    | ({
        /** The session to use. */
        sessionId: string
      } & PartialAccountScope)
    /** Any live session of the account that allows the calls. */
    | ({ sessionId?: undefined } & AccountScope)
  )

export type SendSessionTransactionReturnType = UserOperationReceipt & { sessionId: string }

/**
 * Sends calls with a session key, without asking the user. The leaf for each call is found by
 * evaluating the policy as the chain would; what no leaf allows is refused before anything is sent.
 * Resolves when the operation is mined. Fees that the bundler refuses as too low are raised to what it
 * asks for, once.
 *
 * @throws InvalidParameterError, InvalidAddressError when a call is none, or cannot be encoded.
 * @throws CallNotAllowedError when the session's policy forbids a call; names the rule.
 * @throws SessionNotUsableError when it is expired, revoked, out of sync, or its key is elsewhere.
 * @throws BatchNotEnabledError for several calls, when the session was not granted for batches.
 * @throws KeyUnavailableError when its key waits in a vault that is locked.
 * @throws NoLiveSessionError, SessionNotFoundError
 * @throws FeeFloorError when the bundler asks for fees out of proportion to those of the chain.
 * @throws UserOperationRevertedError when a called contract refused.
 *
 * @example
 * const { transactionHash } = await sendSessionTransaction(config, {
 *   sessionId: session.id,
 *   calls: [{ to: nft, abi, functionName: 'safeMint', args: [account] }],
 * })
 */
export async function sendSessionTransaction<const calls extends readonly unknown[]>(
  config: SessionConfig,
  parameters: SendSessionTransactionParameters<calls>,
): Promise<SendSessionTransactionReturnType>
export async function sendSessionTransaction(
  config: SessionConfig,
  parameters: SendSessionTransactionParameters,
): Promise<SendSessionTransactionReturnType> {
  try {
    const encoded = { ...parameters, calls: toEncodedCalls(parameters.calls) }
    const attempt: Attempt = { raiseFees: undefined }
    for (let isProvenAnew = false; ; ) {
      try {
        return await send(config, encoded, attempt)
      } catch (error) {
        if (isStaleProof(error) && !isProvenAnew) isProvenAnew = true
        else if (!(await attempt.raiseFees?.(error))) throw error
      }
    }
  } catch (error) {
    throw toTypedError(error, 'none')
  }
}

type EncodedParameters = SendSessionTransactionParameters & { calls: readonly Call[] }

/** What a send and its repetitions have in common. */
interface Attempt {
  /** Of the bundler that is used; there is none yet where no session was found. */
  raiseFees: FeeRaise | undefined
}

async function send(
  config: SessionConfig,
  parameters: EncodedParameters,
  attempt: Attempt,
  /** The lane of what was given up, for what takes its place. */
  heldLane?: NonceLane,
): Promise<SendSessionTransactionReturnType> {
  const { calls, onProgress, signal } = parameters
  const { session, permissions } = await chooseSession(config, parameters)
  const batch = parameters.batch ?? calls.length > 1
  const { chainId, account: sender } = session
  const client = config.getClient(chainId)
  const bundler = config.getBundler(chainId)
  attempt.raiseFees ??= createFeeRaise(bundler)
  tell(onProgress, { phase: 'preparing', sessionId: session.id })

  const lane = heldLane ?? config.lanes.take(session)
  let outcome: 'settled' | 'unsent' | 'lost' = 'unsent'
  let sent: { userOpHash: Hash; transactionHash: Hash | undefined } | undefined
  try {
    const [nonce, seen, records] = await Promise.all([
      readNonce(client, sender, lane.key),
      readRoot(client, sender),
      readAccountRecords(config.storage, session),
    ])
    // what this page saw of the chain itself can be newer than what a slow node says of it
    const known = { ...seen, ...config.views.set(session, seen) }
    const proven = proveLeaves(records, session, permissions, known)
    assertAccountAccepts(known, { sessionId: session.id, batch, callCount: calls.length })
    const signature = encodeSessionSignature(proven, placeholderSignature, { batch })
    const callData = encodeCalls(calls, { batch })
    const unsigned = await fillUserOperation(
      { sender, nonce, initCode: '0x', callData, signature },
      { bundler, paymaster: config.getPaymaster(chainId) },
      { signal, raiseFees: attempt.raiseFees },
    )
    const userOpHash = hashUserOperation(unsigned, chainId)
    const signer = await getSessionSigner(config, session)
    const signed = await signer.signMessage({ raw: userOpHash })

    if (signal?.aborted) throw new AbortedError({ cause: signal.reason })
    const journal = (entry: Record<string, Json>) =>
      appendJournal(config.storage, session, { type: 'transaction', userOpHash, ...entry })
    // written down before it is sent, so that a crash from here on can be settled with the chain
    await journal({
      status: 'submitted',
      calls: toJournalCalls(calls),
      nonce: numberToHex(nonce),
      fromBlock: numberToHex(seen.blockNumber),
    })
    outcome = 'lost'
    const { pollingInterval, timeout } = config
    const submission = await sendUserOperation(
      { bundler, client },
      { ...unsigned, signature: encodeSessionSignature(proven, signed, { batch }) },
      { userOpHash, fromBlock: seen.blockNumber, pollingInterval, timeout, signal },
    ).catch(async (error: unknown) => {
      if (error instanceof BaseError && error.chainEffect === 'none') {
        outcome = 'unsent'
        // where this fails, reconciling ends the entry: why it was refused matters more
        await journal({ status: 'refused', reason: error.shortMessage }).catch(() => undefined)
      }
      throw error
    })
    sent = { userOpHash, transactionHash: undefined }
    tell(onProgress, { phase: 'submitted', sessionId: session.id, userOpHash })
    const receipt = await submission.wait()
    outcome = 'settled'
    const { transactionHash, success, revertReason } = receipt
    sent = { userOpHash, transactionHash }
    await journal(journalOfReceipt(receipt))
    if (!success)
      throw new UserOperationRevertedError({ userOpHash, transactionHash, reason: revertReason })
    tell(onProgress, { phase: 'mined', sessionId: session.id, userOpHash, transactionHash })
    return { ...receipt, sessionId: session.id }
  } catch (error) {
    if (error instanceof UserOperationDroppedError) {
      outcome = 'unsent'
      const { userOpHash } = error
      const entry = { type: 'transaction', userOpHash, status: 'dropped' }
      await appendJournal(config.storage, session, entry)
      if (heldLane) throw error
      // once more, in the lane that is still held: what takes its place has its nonce, so that the
      // calls cannot happen twice whatever becomes of it
      outcome = 'lost'
      return await send(config, parameters, attempt, lane).then(
        (receipt) => {
          outcome = 'settled'
          return receipt
        },
        (failure: unknown) => {
          if (failure instanceof BaseError && failure.chainEffect === 'none') outcome = 'unsent'
          throw failure
        },
      )
    }
    throw sent ? toSentError(error, sent) : error
  } finally {
    if (!heldLane) lane.release(outcome)
  }
}

/** Whether the root moved between reading it and sending: then the proofs are made anew, once. */
function isStaleProof(error: unknown): boolean {
  return (
    error instanceof UserOperationRejectedError &&
    error.reason === 'SessionNotApproved' &&
    error.chainEffect === 'none'
  )
}

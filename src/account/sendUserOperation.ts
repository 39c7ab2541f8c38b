import type { Client, Hash } from 'viem'
import { getBlock } from 'viem/actions'
import { AbortedError } from '../errors/AbortedError.ts'
import { BaseError } from '../errors/BaseError.ts'
import { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
import { UserOperationTimeoutError } from '../errors/UserOperationTimeoutError.ts'
import type { UserOperation, UserOperationReceipt } from '../types/UserOperation.ts'
import type { BundlerClient } from './createBundlerClient.ts'
import { unansweredFor } from './unansweredFor.ts'
import { type WaitOptions, waitForUserOperation } from './waitForUserOperation.ts'

export interface SentUserOperation {
  /** Whether the bundler has it; `false` when it gave no answer that says so. */
  accepted: boolean
  /**
   * @throws AbortedError when the signal ends the wait; it can still be mined.
   * @throws UserOperationDroppedError when the bundler gave it up.
   * @throws UserOperationTimeoutError when it is not mined in time. Both name the base fee when that
   * rose above what the operation pays.
   * @throws what the bundler failed with, when it did not accept it and it is not mined soon.
   */
  wait(): Promise<UserOperationReceipt>
}

/**
 * Sends a signed user operation. A lost answer is no refusal, and neither is one that the signal
 * cut off: what arrived all the same is found on the chain.
 *
 * @throws AbortedError when the signal was aborted before anything was sent.
 * @throws UserOperationRejectedError, BundlerUnreachableError with `chainEffect: 'none'` when it is
 * certain that it was not taken.
 */
export async function sendUserOperation(
  services: { bundler: BundlerClient; client: Client },
  operation: UserOperation,
  options: WaitOptions,
): Promise<SentUserOperation> {
  const { bundler, client } = services
  const { userOpHash, timeout, signal } = options
  try {
    await bundler.send(operation, { signal })
  } catch (error) {
    if (!(error instanceof BaseError) || error.chainEffect !== 'unknown') throw error
    if (error instanceof AbortedError || !(await knows(bundler, userOpHash, signal)))
      return {
        accepted: false,
        async wait() {
          const soon = Math.min(timeout, unansweredFor)
          return await waitForUserOperation(client, { ...options, timeout: soon }).catch(
            (reason: unknown) => {
              throw reason instanceof UserOperationTimeoutError ? error : reason
            },
          )
        },
      }
  }
  const hasDropped = () => bundler.hasDropped(userOpHash)
  return {
    accepted: true,
    async wait() {
      return await waitForUserOperation(client, { ...options, hasDropped }).catch(
        async (error: unknown) => {
          throw await withFees(client, operation, error)
        },
      )
    },
  }
}

async function knows(
  bundler: BundlerClient,
  userOpHash: Hash,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    return await bundler.knows(userOpHash, { signal })
  } catch {
    // silent again, which leaves it as it was: not known
    return false
  }
}

/** Where the price of gas is the reason for what was not mined, the error says so. */
async function withFees(client: Client, operation: UserOperation, error: unknown) {
  const isUnmined =
    error instanceof UserOperationTimeoutError || error instanceof UserOperationDroppedError
  if (!isUnmined) return error
  // without a node to ask, the error is right as it is
  const block = await getBlock(client).catch(() => undefined)
  const { maxFeePerGas } = operation
  const baseFeePerGas = block?.baseFeePerGas
  return baseFeePerGas && baseFeePerGas > maxFeePerGas
    ? error.withFees({ maxFeePerGas, baseFeePerGas })
    : error
}

import type { Client, Hash } from 'viem'
import { BaseError } from '../errors/BaseError.ts'
import { UserOperationTimeoutError } from '../errors/UserOperationTimeoutError.ts'
import type { UserOperation, UserOperationReceipt } from '../types/UserOperation.ts'
import type { BundlerClient } from './createBundlerClient.ts'
import { unansweredFor } from './unansweredFor.ts'
import { type WaitOptions, waitForUserOperation } from './waitForUserOperation.ts'

export interface SentUserOperation {
  /** Whether the bundler has it; `false` when it gave no answer that says so. */
  accepted: boolean
  /**
   * @throws UserOperationDroppedError when the bundler gave it up.
   * @throws UserOperationTimeoutError when it is not mined in time.
   * @throws what the bundler failed with, when it did not accept it and it is not mined soon.
   */
  wait(): Promise<UserOperationReceipt>
}

/**
 * Sends a signed user operation. A lost answer is no refusal: what arrived all the same is found on
 * the chain.
 *
 * @throws UserOperationRejectedError, BundlerUnreachableError with `chainEffect: 'none'` when it is
 * certain that it was not taken.
 */
export async function sendUserOperation(
  services: { bundler: BundlerClient; client: Client },
  operation: UserOperation,
  options: WaitOptions,
): Promise<SentUserOperation> {
  const { bundler, client } = services
  const { userOpHash, timeout } = options
  try {
    await bundler.send(operation)
  } catch (error) {
    if (!(error instanceof BaseError) || error.chainEffect !== 'unknown') throw error
    if (!(await knows(bundler, userOpHash)))
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
  return { accepted: true, wait: () => waitForUserOperation(client, { ...options, hasDropped }) }
}

async function knows(bundler: BundlerClient, userOpHash: Hash): Promise<boolean> {
  try {
    return await bundler.knows(userOpHash)
  } catch {
    // silent again, which leaves it as it was: not known
    return false
  }
}

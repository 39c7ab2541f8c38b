import type { Client, Hash } from 'viem'
import { watchBlockNumber } from 'viem/actions'
import { AbortedError } from '../errors/AbortedError.ts'
import { UserOperationDroppedError } from '../errors/UserOperationDroppedError.ts'
import { UserOperationTimeoutError } from '../errors/UserOperationTimeoutError.ts'
import type { UserOperationReceipt } from '../types/UserOperation.ts'
import { findUserOperation } from './findUserOperation.ts'

export interface WaitOptions {
  userOpHash: Hash
  /** The block to look from. */
  fromBlock: bigint
  /** How often a new block is looked for, milliseconds. */
  pollingInterval: number
  /** After how long to give up, milliseconds. */
  timeout: number
  signal?: AbortSignal | undefined
  /** Asked now and then whether the bundler gave it up. */
  hasDropped?: (() => Promise<boolean>) | undefined
}

/** How often the bundler is asked whether it gave the operation up, milliseconds. */
const inquiryInterval = 2_000

/**
 * Waits until a user operation is mined, by watching blocks for the entry point's event: it is
 * known with the block that includes it, from any node, whatever the bundler says.
 *
 * @throws UserOperationDroppedError when the bundler gave it up.
 * @throws UserOperationTimeoutError when it is not seen in time. It can still be mined.
 */
export function waitForUserOperation(
  client: Client,
  options: WaitOptions,
): Promise<UserOperationReceipt> {
  const { userOpHash, pollingInterval, timeout, signal } = options
  return new Promise((resolve, reject) => {
    let from = options.fromBlock
    let busy = false
    let next: bigint | undefined
    let unwatch: (() => void) | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let givenUp = 0
    let inquiry: ReturnType<typeof setTimeout> | undefined
    const end = (settle: () => void) => {
      unwatch?.()
      clearTimeout(timer)
      clearTimeout(retry)
      clearTimeout(inquiry)
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = () =>
      end(() => reject(new AbortedError({ chainEffect: 'unknown', cause: signal?.reason })))
    const timer = setTimeout(
      () => end(() => reject(new UserOperationTimeoutError({ userOpHash, timeout }))),
      timeout,
    )
    const look = async (block: bigint): Promise<void> => {
      if (busy) {
        next = block
        return
      }
      busy = true
      try {
        const receipt = await findUserOperation(client, { userOpHash, fromBlock: from })
        if (receipt) return end(() => resolve(receipt))
        // one block again: nodes behind one balancer do not agree on the newest
        if (block - 1n > from) from = block - 1n
      } catch {
        // a node that fails to answer is asked again, until the time is up; the next block may be far
        clearTimeout(retry)
        retry = setTimeout(() => void look(block), pollingInterval)
      } finally {
        busy = false
      }
      if (next === undefined) return
      const newest = next
      next = undefined
      await look(newest)
    }
    // twice in a row: an operation that is just being mined may be nowhere for a moment
    const inquire = async (): Promise<void> => {
      const isGivenUp = (await options.hasDropped?.().catch(() => false)) ?? false
      givenUp = isGivenUp ? givenUp + 1 : 0
      if (givenUp < 2) {
        inquiry = setTimeout(() => void inquire(), inquiryInterval)
        return
      }
      const receipt = await findUserOperation(client, { userOpHash, fromBlock: from }).catch(
        () => undefined,
      )
      end(() =>
        receipt ? resolve(receipt) : reject(new UserOperationDroppedError({ userOpHash })),
      )
    }
    if (signal?.aborted) return onAbort()
    if (options.hasDropped) inquiry = setTimeout(() => void inquire(), inquiryInterval)
    signal?.addEventListener('abort', onAbort)
    unwatch = watchBlockNumber(client, {
      emitOnBegin: true,
      emitMissed: false,
      pollingInterval,
      onBlockNumber: (block) => void look(block),
      onError: () => undefined,
    })
  })
}

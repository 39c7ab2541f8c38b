import type { Client, Hash } from 'viem'
import { getBlockNumber, watchBlockNumber } from 'viem/actions'
import { AbortedError } from '../errors/AbortedError.ts'
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
}

/**
 * Waits until a user operation is mined, by watching blocks for the entry point's event: it is
 * known with the block that includes it, from any node, whatever the bundler says.
 *
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
    let again = false
    let unwatch: (() => void) | undefined
    const end = (settle: () => void) => {
      unwatch?.()
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = () =>
      end(() => reject(new AbortedError({ chainEffect: 'unknown', cause: signal?.reason })))
    const timer = setTimeout(
      () => end(() => reject(new UserOperationTimeoutError({ userOpHash, timeout }))),
      timeout,
    )
    const look = async (): Promise<void> => {
      if (busy) {
        again = true
        return
      }
      busy = true
      try {
        const to = await getBlockNumber(client, { cacheTime: 0 })
        const receipt = await findUserOperation(client, { userOpHash, fromBlock: from })
        if (receipt) return end(() => resolve(receipt))
        // one block again: nodes behind one balancer do not agree on the newest
        from = to > options.fromBlock ? to - 1n : options.fromBlock
      } catch {
        // a node that fails to answer is asked again at the next block, until the time is up
      } finally {
        busy = false
      }
      if (again) {
        again = false
        await look()
      }
    }
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    unwatch = watchBlockNumber(client, {
      emitOnBegin: true,
      emitMissed: false,
      pollingInterval,
      onBlockNumber: () => void look(),
      onError: () => undefined,
    })
  })
}
